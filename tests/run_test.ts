import { strict as assert } from "node:assert";
import { runParts } from "./run.ts";
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

Deno.test("runParts() runs every part, adds up what each says and fails where one does", async () => {
  const said: string[] = [], log = console.log, folder = await Deno.makeTempDir();
  const part = (name: string, code: number, line: string) => ({
    name,
    args: ["eval", `console.log(${JSON.stringify(line)}); Deno.exit(${code})`],
  });
  console.log = (line: string) => void said.push(line);
  try {
    const sound = [part("one", 0, "slow ... ok (1m2s)\nok | 3 passed | 0 failed (2s)")];
    assert.equal(await runParts(sound, folder), 0);
    assert.equal(said.at(-1), "ok | 3 passed | 0 failed");
    const broken = [
      part("two", 1, "ok | 1 passed | 0 failed (2s)\nFAILED | 4 passed | 2 failed (3s)"),
      part("three", 0, "quick ... ok (7s)"),
    ];
    assert.equal(await runParts([...sound, ...broken], folder), 1);
  } finally {
    console.log = log;
    await Deno.remove(folder);
  }
  assert.deepEqual(said.slice(-2), [
    "The longest: slow (62s); quick (7s)",
    "FAILED | 8 passed | 2 failed | two",
  ]);
});
