import { strict as assert } from "node:assert";
import { runParts } from "./run.ts";
import { CleanProject } from "./documents/_clean_project.ts";

Deno.test({
  name:
    "tests/run.ts removes what tests leave, names processes and files of theirs, and ends with 1 then",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const file = await Deno.makeTempFile({ suffix: ".ts" });
    // Of its own: what tests beside this one have in the project for a moment would be taken for left there.
    await using project = await CleanProject.make();
    try {
      const run = async (body: string) => {
        await Deno.writeTextFile(file, `Deno.test("one", () => { ${body} });`);
        const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
          args: ["run", "--quiet", "-A", `${project.folder}/tests/run.ts`, file],
          ...{ cwd: project.folder, env: { NO_COLOR: "1" } },
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
      const mine = await run(`Deno.writeTextFileSync("${project.folder}/data/mine", "");`);
      assert.equal(mine.code, 1);
      assert.match(mine.err, /^The tests left a file: data\/mine$/m);
    } finally {
      await Deno.remove(file);
      await Deno.remove(`${file}.told`);
    }
  },
});

/** Runs parts and collects what is said of them. */
async function ranParts(
  parts: Parameters<typeof runParts>[0],
  options?: Parameters<typeof runParts>[2],
) {
  const said: string[] = [], log = console.log;
  console.log = (line: string) => void said.push(line);
  try {
    return { code: await runParts(parts, {}, options), said };
  } finally {
    console.log = log;
  }
}

Deno.test("runParts() runs every part, adds up what each says and fails where one does", async () => {
  const part = (name: string, code: number, line: string) => ({
    name,
    args: ["eval", `console.log(${JSON.stringify(line)}); Deno.exit(${code})`],
  });
  const sound = [part("one", 0, "slow ... ok (1m2s)\nok | 3 passed | 0 failed (2s)")];
  const { code, said } = await ranParts(sound);
  assert.deepEqual([code, said.at(-1)], [0, "ok | 3 passed | 0 failed"]);
  const broken = [
    part("two", 1, "ok | 1 passed | 0 failed (2s)\nFAILED | 4 passed | 2 failed (3s)"),
    part("three", 0, "quick ... ok (7s)\nok | 1 passed (2 steps) | 0 failed | 4 ignored (3s)"),
  ];
  const all = await ranParts([...sound, ...broken]);
  assert.equal(all.code, 1);
  assert.deepEqual(all.said.slice(-2), [
    "The longest: slow (62s); quick (7s)",
    "FAILED | 9 passed | 2 failed | 4 ignored | two",
  ]);
});

Deno.test("runParts() ends a part that does not end by itself, which fails", async () => {
  // What it leaves has its output.
  const body = `console.log("waits"); setInterval(() => {}, 1000);
    new Deno.Command("sleep", { args: ["12"] }).spawn();`;
  const parts = [{ name: "endless", args: ["eval", body] }, { name: "sound", args: ["eval", "1"] }];
  const { code, said } = await ranParts(parts, { most: 6, ending: 1 });
  assert.equal(code, 1);
  assert.ok(
    said.some((text) => /^waits\nendless: FAILED, as it did not end \(\d+s\)$/m.test(text)),
  );
  assert.match(said.at(-1)!, /^FAILED .* endless$/);
});

Deno.test("runParts() runs a part that is to be alone after all others, by itself", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const told = `${folder}/told`;
    const part = (name: string, alone: boolean) => {
      const tell = (what: string) =>
        `Deno.writeTextFileSync(${JSON.stringify(told)}, "${name} ${what}\\n", { append: true });`;
      const body = `${tell("begins")} await new Promise((done) => setTimeout(done, 200)); ${
        tell("ends")
      }`;
      return { name, alone, args: ["eval", body] };
    };
    const parts = [part("one", true), part("two", true), part("three", false), part("four", false)];
    assert.equal((await ranParts(parts)).code, 0);
    const lines = (await Deno.readTextFile(told)).trim().split("\n");
    assert.deepEqual(lines.slice(4), ["one begins", "one ends", "two begins", "two ends"]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("runParts() names the tests that failed in the end", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(
      `${folder}/one_test.ts`,
      `Deno.test("sound", () => {}); Deno.test("broken", () => { throw new Error("no"); });`,
    );
    const args = ["test", "--quiet", "-A", "--no-check", folder];
    const { code, said } = await ranParts([{ name: "one", args }, { name: "again", args }]);
    assert.equal(code, 1);
    const failed = said.filter((line) => line.startsWith("Failed: "));
    assert.equal(failed.length, 2);
    assert.match(failed[0]!, /^Failed: broken => \S+one_test\.ts:1:/);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
