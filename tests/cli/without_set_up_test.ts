import { strict as assert } from "node:assert";
import { cpSync, symlinkSync } from "node:fs";
import { ROOT } from "../_task.ts";
import { temporaryFolder } from "../_temporary.ts";

/** The project where nothing is set up, with a set-up that says what it may and ends with a code. */
function copyWithoutSetUp(code: number): string {
  const folder = `${temporaryFolder({ prefix: "vae-sensitivity-set-up-" })}/`;
  for (const name of ["lib", "deno.json", "deno.lock"]) {
    cpSync(ROOT + name, folder + name, { recursive: true });
  }
  symlinkSync(`${ROOT}node_modules`, `${folder}node_modules`);
  Deno.writeTextFileSync(
    `${folder}lib/tensorflow/is_set_up.ts`,
    "export const isSetUp = () => Promise.resolve(false);",
  );
  Deno.writeTextFileSync(
    `${folder}lib/cli/setup.ts`,
    `const { state } = await Deno.permissions.query({ name: "net" });
     console.error("SET-UP", Deno.args.join(), "net", state);
     Deno.exit(${code});`,
  );
  return folder;
}

async function task(folder: string, ...args: string[]) {
  const began = performance.now();
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", ...args],
    cwd: folder,
    env: { NO_COLOR: "1", INIT_CWD: folder },
    stdin: "null",
  }).output();
  const [out, err] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  return { code, out: out!, err: err!, seconds: (performance.now() - began) / 1000 };
}

/** Ten times what each takes on an idle machine, and less than any set-up. */
const MOST_SECONDS = 8;

type Case = [code: number, said: RegExp, ...args: string[]];

const UNKNOWN = /^error: unknown option '--nope'; `deno task \w+ --help` lists the options$/m;

Deno.test({
  name: "help and mistakes of sweep, status, report, export and data are answered without a set-up",
  ignore: Deno.build.os === "windows",
  async fn() {
    const folder = copyWithoutSetUp(0);
    const cases: Case[] = [
      [0, /--learning-rates <list>/, "sweep", "--help"],
      [0, /while the sweep runs/, "status", "--help"],
      [0, /report\.html/, "report", "--help"],
      [0, /croissant\.json/, "export", "--help"],
      [0, /synthetic/, "data", "--help"],
      ...["sweep", "status", "report", "data"].map((name): Case => [2, UNKNOWN, name, "--nope"]),
      [2, /^--latent-sizes: got "x"/m, "sweep", "--latent-sizes", "x"],
      [2, /^--min-epochs: got 200, but runs end after 100/m, "sweep", "--min-epochs", "200"],
      [2, /wasm/, "sweep", "--engine", "graph", "--backend", "wasm"],
      [2, /^Cannot read no\.tsv: there is no such file$/m, "sweep", "--data", "no.tsv"],
      [2, /^Cannot read deno\.json\/x: there is no such/m, "sweep", "--data", "deno.json/x"],
      [2, /^Cannot read no\.tsv: /m, "sweep", "--data", "deno.json", "--phenotype", "no.tsv"],
      [2, /^Cannot read the cohort tcga-uvm: /m, "sweep", "--data", "tcga-uvm"],
      [2, /^Cannot show the status of nothing: /m, "status", "nothing"],
      [2, /^Cannot report on nothing: /m, "report", "nothing"],
      [2, /^Cannot export nothing: /m, "export", "nothing", "--format", "optuna"],
      [2, /^--config no\.json: there is no such file$/m, "sweep", "--config", "no.json"],
      [2, /^data inspect|^Cannot read no\.tsv/m, "data", "inspect", "no.tsv"],
    ];
    for (const [code, said, ...args] of cases) {
      const ended = await task(folder, ...args), where = args.join(" ");
      assert.equal(ended.code, code, `${where}: ${ended.err}`);
      assert.match(code === 0 ? ended.out : ended.err, said, where);
      assert.ok(!ended.err.includes("SET-UP"), `${where} set up`);
      assert.ok(ended.seconds < MOST_SECONDS, `${where}: ${ended.seconds} s`);
      if (code !== 0) assert.equal(ended.err.trim().split("\n").length, 1, ended.err);
    }
  },
});

Deno.test({
  name:
    "sweep sets up once its options hold, with the set-up's permissions, and says if that fails",
  ignore: Deno.build.os === "windows",
  async fn() {
    const dry = [
      "sweep",
      "--data",
      "synthetic-120x60",
      "--genes",
      "60",
      "--batch-size",
      "16",
      "--dry-run",
    ];
    const done = await task(copyWithoutSetUp(0), ...dry);
    assert.deepEqual([done.code, done.err], [0, "SET-UP --quiet net granted\n"]);
    const other = await task(copyWithoutSetUp(0), ...dry, "--backend", "wasm");
    assert.deepEqual([other.code, other.err], [0, ""]);
    const failed = await task(copyWithoutSetUp(7), ...dry);
    assert.equal(failed.code, 2);
    assert.match(failed.err, /^Cannot set TensorFlow up: .*exit code 7; .*--backend wasm$/m);
  },
});
