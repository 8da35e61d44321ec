import { strict as assert } from "node:assert";
import { parseParameters, withAbsolutePaths } from "../../lib/cli/_parameters.ts";
import { repeatCommand } from "../../lib/sweep/repeat_command.ts";
import { requireManifest } from "../../lib/sweep/store/manifest.ts";
import { type Ended, ROOT, runTask, runTaskFrom, taskProcess } from "../_task.ts";
import { temporaryFolder } from "../_temporary.ts";

const GRID = [
  ..."--models vae --learning-rates 1e-3 --latent-sizes 2,3 --optimizers sgd".split(" "),
  ..."--max-epochs 2 --hidden-size 8 --batch-size 16 --backend wasm".split(" "),
];

/** A folder of a user, outside of the project, whose name has to be quoted, with a cohort in it. */
async function userFolder(): Promise<string> {
  const folder = `${temporaryFolder()}/it's "my" $(work) & more`;
  Deno.mkdirSync(folder);
  const size = ["--samples", "60", "--genes", "40"];
  const made = await runTaskFrom(folder, "data", "synthetic", ...size, "--out", "c o.tsv.gz");
  requireCode(made, 0);
  assert.equal(
    made.out,
    "c o.tsv.gz\nc o.phenotype.tsv\n" +
      "next: deno task sweep --data 'c o.tsv.gz' --phenotype 'c o.phenotype.tsv'\n",
  );
  assert.deepEqual(namesIn(folder), ["c o.phenotype.tsv", "c o.tsv.gz"]);
  return folder;
}

function namesIn(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
}

function requireCode({ code, out, err }: Ended, wanted: number): void {
  assert.equal(code, wanted, `${out}\n${err}`);
}

const DATA = ["--data", "c o.tsv.gz", "--phenotype", "./c o.phenotype.tsv"];

const permission = (folder: string, task: string) =>
  `${folder}: permission to write in this folder is added to those of \`deno task ${task}\`\n`;

/** The arguments of a command line as a shell has them. */
async function wordsOf(line: string): Promise<string[]> {
  const { stdout } = await new Deno.Command("bash", { args: ["-c", `printf '%s\\0' ${line}`] })
    .output();
  return new TextDecoder().decode(stdout).split("\0").slice(0, -1);
}

Deno.test("tasks count relative paths from where they are called, and write in the folder that they are told", async () => {
  const folder = await userFolder();
  const swept = await runTaskFrom(folder, "sweep", ...DATA, ...GRID, "--out", "its results");
  requireCode(swept, 0);
  assert.ok(swept.err.startsWith(permission("its results", "sweep")), swept.err);
  assert.match(swept.out, /^results +its results\n/m);
  assert.match(swept.out, /^ {2}its results\/results\.csv\n/m);
  const status = await runTaskFrom(folder, "status", "its results");
  requireCode(status, 0);
  assert.match(status.out, /^its results: 2 of 2 runs finished\n/);
  assert.equal(status.err, "");
  const report = await runTaskFrom(folder, "report", "its results");
  requireCode(report, 0);
  assert.ok(report.err.startsWith(permission("its results", "report")), report.err);
  assert.match(report.out, /^its results\/report\.html\n/m);
  assert.ok(Deno.statSync(`${folder}/its results/report.html`).size > 1000);
  assert.deepEqual(namesIn(folder), ["c o.phenotype.tsv", "c o.tsv.gz", "its results"]);
  assert.ok(![...namesIn(ROOT), ...namesIn(`${ROOT}outputs`)].includes("its results"));
});

Deno.test("what sweep.json keeps of a command means the same from any other folder", async () => {
  const folder = await userFolder(), elsewhere = temporaryFolder();
  requireCode(await runTaskFrom(folder, "sweep", ...DATA, ...GRID, "--out=results"), 0);
  const manifest = requireManifest(`${folder}/results`, "test"), { command, reading } = manifest;
  assert.deepEqual(reading, {
    data: `${folder}/c o.tsv.gz`,
    phenotype: `${folder}/c o.phenotype.tsv`,
  });
  const [_deno, _task, _sweep, ...again] = await wordsOf(command);
  const resumed = await runTaskFrom(elsewhere, "sweep", ...again);
  requireCode(resumed, 0);
  assert.match(resumed.out, /^runs +2, 2 of them done before$/m);
  const row = { run: "abc", model: "vae", learning_rate: 1e-3, latent_size: 3, optimizer: "sgd" };
  const [, , , ...repeat] = await wordsOf(repeatCommand({ ...row, seed: 0 }, manifest));
  requireCode(await runTaskFrom(elsewhere, "sweep", ...repeat), 0);
  const run = (path: string) => {
    const rows = Deno.readTextFileSync(path).split("\n").map((line) => line.split(","));
    return rows.find((row) => row[rows[0]!.indexOf("latent_size")] === "3")![0];
  };
  const repeated = run(`${elsewhere}/outputs/repeat-abc/results.csv`);
  assert.equal(repeated, run(`${folder}/results/results.csv`));
  assert.deepEqual(namesIn(elsewhere), ["outputs"]);
});

Deno.test("paths in a configuration file count from its folder, and flags from where they are given", async () => {
  const folder = await userFolder();
  Deno.mkdirSync(`${folder}/studies`);
  const content = { data: "../c o.tsv.gz", phenotype: "../c o.phenotype.tsv", out: "mine" };
  Deno.writeTextFileSync(`${folder}/studies/a.json`, JSON.stringify(content));
  const config = ["--config", "studies/a.json"];
  requireCode(await runTaskFrom(folder, "sweep", ...config, ...GRID), 0);
  assert.deepEqual(namesIn(`${folder}/studies`), ["a.json", "mine"]);
  const dry = await runTaskFrom(folder, "sweep", ...config, ...GRID, "--out", "b", "--dry-run");
  requireCode(dry, 0);
  assert.match(dry.out, /^results +b$/m);
  const wrong = await runTaskFrom(
    folder,
    "sweep",
    ...config,
    "--phenotype",
    "../c o.phenotype.tsv",
  );
  requireCode(wrong, 2);
  assert.match(wrong.err, /Cannot read \.\.\/c o\.phenotype\.tsv: there is no such file\n$/);
});

Deno.test("without --out a sweep's results are in the project's outputs/, wherever it is called", async () => {
  const folder = await userFolder(), name = `paths test ${Deno.pid}`;
  Deno.renameSync(`${folder}/c o.tsv.gz`, `${folder}/${name}.tsv.gz`);
  try {
    const data = ["--data", `${name}.tsv.gz`, "--phenotype", "c o.phenotype.tsv"];
    const { err, out } = await runTaskFrom(folder, "sweep", ...data, ...GRID);
    assert.ok(out.includes("2 of 2 runs finished"), err);
    assert.ok(!err.includes("permission"), err);
    assert.ok(out.includes(`\n  ${ROOT}outputs/${name}/results.csv\n`), out);
    const below = await runTaskFrom(`${ROOT}outputs`, "status", name);
    assert.equal(below.out.split("\n")[0], `${name}: 2 of 2 runs finished`);
    const again = ["--data", `${folder}/${name}.tsv.gz`, "--phenotype", `${folder}/${data[3]}`];
    const root = await runTask("sweep", ...again, ...GRID, "--dry-run");
    assert.ok(root.out.endsWith(`\nresults         outputs/${name}\n`), root.out);
  } finally {
    Deno.removeSync(`${ROOT}outputs/${name}`, { recursive: true });
  }
});

Deno.test("a command may write in the folder that it is told, and in no other beside its own", async () => {
  const folder = temporaryFolder();
  // A configuration file is code, which has the command's permissions: first of the process that reads it, then of the
  // one that is started.
  const may = (path: string) =>
    `Deno.permissions.querySync({ name: "write", path: "${path}" }).state`;
  const paths = ["out", "out/below", "outside", "."].map((path) => `${folder}/${path}`);
  Deno.writeTextFileSync(
    `${folder}/sweep.ts`,
    `console.log(${paths.map(may).join(', " ", ')}); export default { data: "synthetic-60x40" };`,
  );
  const args = ["--config", "sweep.ts", ...GRID, "--out"];
  const { out } = await runTaskFrom(folder, "sweep", ...args, "out");
  const states = out.split("\n").filter((line) => /granted|prompt/.test(line));
  assert.deepEqual(states.map((line) => line.trim().split(/\s+/)), [
    ["prompt", "prompt", "prompt", "prompt"],
    ["granted", "granted", "prompt", "prompt"],
  ]);
  const comma = await runTaskFrom(folder, "sweep", ...args, "a,b");
  requireCode(comma, 0);
  assert.match(
    comma.err,
    /^a,b: no list of folders can hold the comma in this name, so .* may write anywhere\n/,
  );
  assert.deepEqual(namesIn(folder), ["a,b", "out", "sweep.ts"]);
});

Deno.test("a command says in one line which folder it cannot write in", async () => {
  const folder = temporaryFolder(), args = [...GRID, "--data", "synthetic-60x40"];
  Deno.writeTextFileSync(`${folder}/file`, "");
  const { code, err } = await runTaskFrom(folder, "sweep", ...args, "--out", "file/below");
  assert.equal(code, 2);
  const refusal = '--out: got "file/below", which cannot be a folder; choose another, such as ';
  assert.equal(err, `${permission("file/below", "sweep")}${refusal}${ROOT}outputs/mine\n`);
});

Deno.test("Ctrl-C reaches a sweep that was started to write elsewhere, once", {
  ignore: Deno.build.os === "windows",
}, async () => {
  const folder = temporaryFolder();
  const long = [...GRID, "--data", "synthetic-120x60", "--fixed-epochs", "400", "--workers", "1"];
  const rates = ["--learning-rates", "1e-3,1e-4,1e-5,1e-6,1e-7"];
  for (const [signal, exit] of [["SIGINT", 130], ["SIGTERM", 143]] as const) {
    const process = taskProcess(folder, "sweep", [...long, ...rates, "--out", "results"]);
    let err = "";
    for await (const chunk of process.stderr.pipeThrough(new TextDecoderStream())) {
      if (!/^\[\d+\/\d+\] /m.test(err) && /^\[\d+\/\d+\] /m.test(err + chunk)) process.kill(signal);
      err += chunk;
    }
    const { code } = await process.status;
    await process.stdout.cancel();
    assert.equal(code, exit, err);
    assert.match(err, /Stopping: .*\n(.*\n)*Stopped: \d+ of 10 runs are kept in results; the same/);
    assert.ok(err.includes(` --out ${folder}/results\n`), err);
  }
});

Deno.test("withAbsolutePaths() changes relative paths, and neither names of cohorts nor other values", () => {
  const given = ["data=synthetic", "matrix=my file.tsv", "phenotype=undefined", "folder=/a/b"];
  const changed = withAbsolutePaths(parseParameters([...given, "samples=brca", "genes=20"]));
  assert.deepEqual(Object.fromEntries(changed), {
    ...{ data: "synthetic", matrix: `${Deno.cwd()}/my file.tsv`, phenotype: "undefined" },
    ...{ folder: "/a/b", samples: "brca", genes: "20" },
  });
});
