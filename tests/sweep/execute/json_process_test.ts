import { strict as assert } from "node:assert";
import { pathToFileURL } from "node:url";
import { JsonProcess } from "../../../lib/sweep/execute/json_process.ts";
import { LINUX, ROOT } from "../../faults/_sweep.ts";

const openFiles = () => [...Deno.readDirSync("/proc/self/fd")].length;

Deno.test({
  ...LINUX,
  name: "JsonProcess leaves no file open, whether all, some or none of what it says is read",
  async fn() {
    const folder = await Deno.makeTempDir();
    try {
      const module = `${folder}/talking.ts`, messages = pathToFileURL(`${ROOT}lib/sweep/execute/`);
      await Deno.writeTextFile(
        module,
        `import { sayMessage } from "${messages}json_messages.ts";
        for (let i = 0; i < 5; i++) sayMessage(i);`,
      );
      const run = async (reads: number, how: "kill" | "close") => {
        const process = new JsonProcess<never, number>(pathToFileURL(module), {}, { threads: 1 });
        for (let i = 0; i < reads; i++) {
          assert.equal(await process.receive(), i < 5 ? i : undefined);
        }
        if (how === "close") await process.status;
        await process.stop(how);
      };
      await run(0, "close"); // what is opened once and kept
      const before = openFiles();
      for (const reads of [0, 1, 6]) {
        for (const how of ["kill", "close"] as const) await run(reads, how);
      }
      assert.equal(openFiles(), before);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});
