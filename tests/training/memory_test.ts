import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { BOTH, NATIVE } from "./_setup.ts";

for (const { engine, backend } of BOTH) {
  Deno.test({
    name:
      `train() 500 times in one process, through more kinds than graphs are kept, grows its memory ` +
      `by less than 5 % after the first 50: ${engine} engine on ${backend}`,
    ignore: !NATIVE,
    async fn() {
      const program = fileURLToPath(new URL("./_memory_process.ts", import.meta.url));
      const args = ["run", "-A", "--no-check", program, engine, backend, "500"];
      const { stdout, stderr, success } = await new Deno.Command(Deno.execPath(), { args })
        .output();
      const decoder = new TextDecoder();
      assert.ok(success, decoder.decode(stderr));
      const resident: number[] = JSON.parse(decoder.decode(stdout));
      assert.equal(resident.length, 10);
      const growth = resident.map((bytes) => bytes / resident[0]! - 1);
      console.log(
        `${(resident[0]! / 1e6).toFixed(0)} MB, then`,
        growth.slice(1).map((g) => g.toFixed(3)).join(" "),
      );
      // V8 and the allocator breathe by a few per cent; what stays is growth.
      const half = growth.slice(5).sort((a, b) => a - b);
      assert.ok(half[2]! < 0.05, `the median of the last five is ${half[2]}`);
      assert.ok(half[4]! < 0.15, `the largest of the last five is ${half[4]}`);
    },
  });
}
