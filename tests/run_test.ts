import { strict as assert } from "node:assert";
import { ROOT } from "./_task.ts";

Deno.test({
  name:
    "tests/run.ts removes what tests leave, names processes that they leave, and ends with 1 then",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const file = await Deno.makeTempFile({ suffix: ".ts" });
    try {
      const run = async (body: string) => {
        await Deno.writeTextFile(file, `Deno.test("one", () => { ${body} });`);
        const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
          args: ["run", "--quiet", "-A", `${ROOT}tests/run.ts`, file],
          env: { NO_COLOR: "1" },
        }).output();
        const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
        return { code, out: text(stdout), err: text(stderr) };
      };
      const tidy = await run(`Deno.writeTextFileSync("${file}.told", Deno.makeTempDirSync());`);
      assert.equal(tidy.code, 0, tidy.out + tidy.err);
      const folder = await Deno.readTextFile(`${file}.told`);
      await assert.rejects(Deno.stat(folder), Deno.errors.NotFound);
      assert.equal((await run("throw new Error();")).code, 1);
      const left = await run(`new Deno.Command("sleep", { args: ["4321"] }).spawn().unref();`);
      assert.equal(left.code, 1);
      assert.match(left.err, /^The tests left a process: \S*sleep 4321 $/m);
    } finally {
      await Deno.remove(file);
      await Deno.remove(`${file}.told`);
    }
  },
});
