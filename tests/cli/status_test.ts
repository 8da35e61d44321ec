import { strict as assert } from "node:assert";
import { fileURLToPath } from "node:url";
import { JournalWriter } from "../../lib/sweep/store/journal.ts";
import { machineFacts, readManifest } from "../../lib/sweep/store/manifest.ts";
import { writeManifest } from "../../lib/sweep/store/write_manifest.ts";
import { sweepStatus } from "../../lib/sweep/status.ts";
import { sweepAxes } from "../../lib/sweep/store/axes.ts";
import { type Axes, expandGrid, POSTER_GRID } from "../../lib/sweep/plan/grid.ts";
import { type RunContext, runId } from "../../lib/sweep/plan/identity.ts";
import { recordOf, trainedRecord } from "../sweep/_records.ts";

const AXES = {
  ...POSTER_GRID,
  models: ["vae"],
  optimizers: ["adam"],
  latentSizes: [10],
  seeds: [0, 1],
};
const CONTEXT = { engine: "graph", backend: "tensorflow" };
const HASHES: Record<string, string> = { 0: "aaaa", 1: "bbbb" };

/** A folder of 10 runs: 1 trained, 1 stalled, 1 diverged, 1 failed, 6 left; and a record of another grid. */
function folder(
  finished = false,
  axes: Axes = AXES,
  on: Pick<RunContext, "device" | "precision"> = {},
): string {
  const path = Deno.makeTempDirSync();
  writeManifest(path, {
    ...{
      format: 1,
      axes,
      fixed: {},
      ...CONTEXT,
      ...on,
      seedRule: "",
      versions: {},
      command: "",
      updatedAt: "",
    },
    data: { name: "mine", genes: 100, trainRows: 70, hashes: HASHES },
    machine: machineFacts(),
  });
  using journal = new JournalWriter(`${path}/runs`);
  expandGrid(axes).forEach((configuration, i) => {
    const run = runId(configuration, { ...CONTEXT, ...on, dataHash: HASHES[configuration.seed]! });
    const ended = i === 1 ? "stalled" : "converged";
    if (i < 2 || finished) journal.append(trainedRecord(run, { configuration, status: ended }));
    else if (i === 2) journal.append(recordOf(run, { status: "diverged", epochs: 2, error: null }));
    else if (i === 3) journal.append(recordOf(run, { configuration }));
  });
  journal.append(trainedRecord("of another grid"));
  return path;
}

/** The exit code and output of the task, with the permissions that it has. */
async function status(...args: string[]): Promise<{ code: number; out: string }> {
  const command = new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", "status", ...args],
    cwd: fileURLToPath(new URL("../../", import.meta.url)),
    stderr: "piped",
  });
  const { code, stdout, stderr } = await command.output();
  return { code, out: new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr) };
}

Deno.test("sweepStatus() knows the runs of a sweep on a card, whose identity says so", () => {
  const { done, left } = sweepStatus(folder(false, AXES, { device: "gpu", precision: "tf32" }));
  assert.deepEqual([done, left], [1, 6]);
});

Deno.test("sweepStatus() counts every run of the grid once, and no other", () => {
  const { secondsLeft, failures, axes, ...counts } = sweepStatus(folder());
  assert.deepEqual(axes, sweepAxes({ axes: AXES }));
  assert.deepEqual(counts, {
    ...{ total: 10, done: 1, stalled: 1, diverged: 1, failed: 1, running: 0, left: 6, damaged: 0 },
    notices: [],
  });
  assert.deepEqual(failures.map(({ failure, attempt }) => [failure, attempt]), [["error", 1]]);
  // The three results took one second and two epochs each. Left are three runs of the same learning rates, and two each
  // of 1e-4 and 1e-5, which usually take 99 and 100 epochs.
  const seconds = 3 * 1 + 2 * (99 + 100) * 0.5,
    workers = Math.min(7, navigator.hardwareConcurrency);
  assert.ok(Math.abs(secondsLeft! / (seconds / workers) - 1) < 1e-9, `${secondsLeft}`);
});

Deno.test("status prints the counts, exits with 4 while runs are left and with 0 when none is", async () => {
  const { code, out } = await status(folder());
  assert.equal(code, 4);
  assert.match(
    out,
    /3 of 10 runs finished\n {2}done +1\n {2}stalled +1\n {2}diverged +1\n {2}failed +1\n {2}running +0\n {2}left +6\n {2}failed: vae latent 10 adam 1e-4, tried once, error: for a test\n {2}about /,
  );
  assert.equal((await status(folder(true))).code, 0);
});

Deno.test("status names a failed run by every axis that its model has", async () => {
  const further = { klWeight: [0.5], batchSize: [16, 32] };
  const axes = { ...AXES, models: ["vae", "iwae"], learningRates: [0.1, 0.01], further };
  const { out } = await status(folder(false, axes));
  assert.match(out, /failed: vae latent 10 adam 0\.01 KL weight 0\.5 batch size 32, tried once/);
});

Deno.test("status says in one line that a folder holds no sweep", async () => {
  const { code, out } = await status("no/such/folder");
  assert.equal(code, 2);
  assert.match(out, /^Cannot show the status of no\/such\/folder: .*\n$/);
});

Deno.test("sweepStatus() reads a journal with a torn tail and counts it", () => {
  const path = folder(), [{ name }] = [...Deno.readDirSync(`${path}/runs`)] as [Deno.DirEntry];
  const file = `${path}/runs/${name}`, bytes = Deno.readFileSync(file);
  Deno.writeFileSync(file, bytes.subarray(0, bytes.length - 20));
  assert.deepEqual([sweepStatus(path).damaged, sweepStatus(path).done], [1, 1]);
});

Deno.test("sweepStatus() tells a run that is under way from one whose process has ended", () => {
  const path = folder(), configuration = expandGrid(AXES)[9]!;
  const run = runId(configuration, { ...CONTEXT, dataHash: "bbbb" });
  const journal = new JournalWriter(`${path}/runs`);
  journal.begin(run);
  const during = sweepStatus(path);
  journal[Symbol.dispose]();
  const after = sweepStatus(path);
  assert.deepEqual([during.running, during.left], [1, 5]);
  assert.deepEqual([after.running, after.left], [0, 6]);
});

Deno.test("sweepStatus() counts all runs that one process is at, until each has its record", () => {
  const path = folder(), all = expandGrid(AXES);
  const [first, second, third] = [9, 8, 7].map((at) => ({
    configuration: all[at]!,
    run: runId(all[at]!, { ...CONTEXT, dataHash: HASHES[all[at]!.seed]! }),
  }));
  using journal = new JournalWriter(`${path}/runs`);
  for (const { run } of [first!, second!, third!]) journal.begin(run);
  const during = sweepStatus(path);
  journal.append(trainedRecord(second!.run, { configuration: second!.configuration }));
  const later = sweepStatus(path);
  assert.deepEqual([during.running, later.running], [3, 2]);
  assert.equal(later.done, during.done + 1);
});

Deno.test("deno task status says of tables without journals that they do not tell it", async () => {
  const { code, out } = await status("outputs/reference");
  assert.equal(code, 2);
  assert.match(
    out,
    /^Cannot show the status of outputs\/reference: .*journals .*deno task report outputs\/reference/,
  );
  assert.equal(out.trim().split("\n").length, 1);
});

Deno.test({
  name: "deno task status refuses pipes where it would wait for ever, as report does",
  ignore: Deno.build.os === "windows",
  async fn() {
    const path = folder(),
      pipe = (name: string) =>
        assert.ok(new Deno.Command("mkfifo", { args: [`${path}/${name}`] }).outputSync().success);
    pipe("runs/z.jsonl");
    const { code, out } = await status(path);
    assert.equal(code, 2);
    assert.match(
      out,
      /^Cannot show the status of .*z\.jsonl is neither a file nor a folder; remove it\n$/,
    );
    Deno.removeSync(`${path}/sweep.json`);
    pipe("sweep.json");
    for (const read of [sweepStatus, readManifest]) {
      assert.throws(() => read(path), { name: "InputError", message: /sweep\.json: it is a pipe/ });
    }
    Deno.removeSync(path, { recursive: true });
  },
});
