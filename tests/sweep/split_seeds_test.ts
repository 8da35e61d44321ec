import { strict as assert } from "node:assert";
import pl from "nodejs-polars";
import { baselineComparison } from "../../lib/analysis/mod.ts";
import { parseSweepCommand } from "../../lib/cli/_sweep_options.ts";
import { describePlan } from "../../lib/cli/_dry_run.ts";
import { prepareOnce } from "../../lib/data/prepare_once.ts";
import { openResultFolder } from "../../lib/sweep/open_result_folder.ts";
import { expandGrid } from "../../lib/sweep/plan/grid.ts";
import { runId } from "../../lib/sweep/plan/identity.ts";
import { repeatCommand } from "../../lib/sweep/repeat_command.ts";
import { sweepStatus } from "../../lib/sweep/status.ts";
import { type Manifest, readManifest } from "../../lib/sweep/store/manifest.ts";
import { readJournals } from "../../lib/sweep/store/journal.ts";
import { planSweep, runSweep } from "../../lib/sweep/sweep.ts";
import { decisive, LINUX, rows, Sweep, sweep, temporary } from "../faults/_sweep.ts";
import { temporaryFolder } from "../_temporary.ts";

const FIXTURE = new URL("../fixtures/store_format_1/", import.meta.url);

const DATA = "synthetic-120x60";
const BASE = {
  ...{ models: ["vae"], learningRates: [1e-3], latentSizes: [2], optimizers: ["adam"] },
};
const OPTIONS = {
  ...{ data: DATA, backend: "cpu", engine: "eager", workers: 1 } as const,
  fixed: { hiddenSize: 4, batchSize: 64, maxEpochs: 2 },
};

Deno.test("runId() gives runs of the first version the identities that they had", () => {
  const manifest: Manifest = JSON.parse(Deno.readTextFileSync(new URL("sweep.json", FIXTURE)));
  const { engine, backend, data } = manifest, context = { engine, backend };
  const identify = (splitSeeds?: number[]) =>
    expandGrid({ ...manifest.axes, splitSeeds }, manifest.fixed).map((configuration) =>
      runId(configuration, { ...context, dataHash: data.hashes[0]! })
    ).sort();
  const { records } = readJournals(new URL("runs", FIXTURE).pathname);
  const before = records.map(({ run }) => run).sort();
  assert.deepEqual(identify(), before);
  assert.deepEqual(identify([0]), before, "the split of seed 0, however it was asked for");
});

Deno.test("expandGrid() crosses split seeds with seeds", () => {
  const draws = (axes: object) =>
    expandGrid({ ...BASE, seeds: [0, 1], ...axes }).map(({ seed, splitSeed }) => [seed, splitSeed]);
  assert.deepEqual(draws({}), [[0, undefined], [1, undefined]]);
  assert.deepEqual(draws({ splitSeeds: [5, 6, 7] }), [[0, 5], [1, 5], [0, 6], [1, 6], [0, 7], [
    1,
    7,
  ]]);
});

Deno.test("sweep --split-seeds is checked, and is no further axis", async () => {
  const { options } = await parseSweepCommand(["--split-seeds", "0,3", "--seeds", "1"]);
  assert.deepEqual([options.axes!.splitSeeds, options.axes!.seeds], [[0, 3], [1]]);
  const refused = (...args: string[]) => assert.rejects.bind(null, parseSweepCommand(args));
  await refused("--split-seeds", "1,1")(/--split-seeds: got 1 twice/);
  await refused("--split-seeds", "x")(/--split-seeds: got "x", takes an integer of at least 0/);
  await refused("--axis", "split-seed=1,2")(/--axis split-seed: .* use --split-seeds/);
});

Deno.test("a crossed sweep trains each seed on each split, and takes over runs of seeds with their own", async () => {
  const out = temporaryFolder();
  const own = await planSweep({ ...OPTIONS, out, axes: { ...BASE, seeds: [0, 1] } });
  assert.equal((await runSweep(own)).records.length, 2);
  const axes = { ...BASE, seeds: [0, 1], splitSeeds: [0, 1] };
  const plan = await planSweep({ ...OPTIONS, out, axes });
  assert.deepEqual([plan.jobs.length, plan.done.length], [4, 2]);
  assert.deepEqual(plan.data.hashes, own.data.hashes, "two datasets, each prepared once");
  assert.equal(new Set(plan.jobs.map(({ dataset }) => dataset)).size, 2);
  assert.ok(describePlan(plan).some((line) => /^split seeds +0, 1$/.test(line)));
  await runSweep(plan);
  const folder = openResultFolder(out), table = folder.results.toRecords();
  assert.deepEqual([folder.total, sweepStatus(out).done], [4, 4]);
  assert.deepEqual(folder.axes.at(-1)!.column, "split_seed");
  assert.deepEqual(
    table.map(({ seed, split_seed }) => [seed, split_seed]),
    [[0, 0], [0, 1], [1, 0], [1, 1]],
  );
  assert.equal(new Set(table.map((row) => row.test_mse)).size, 4);
  for (const row of table) {
    const { dataset } = await prepareOnce(DATA, { seed: Number(row.split_seed) });
    const tested = folder.samples!.filter(pl.col("run").eq(pl.lit(row.run)));
    assert.deepEqual(tested.getColumn("sample").toArray(), dataset.test.samples);
  }
  assert.deepEqual(
    folder.baselines!.toRecords().map((row) => [row.split_seed, row.components]),
    [[0, 0], [0, 2], [1, 0], [1, 2]],
  );
  const [compared] = baselineComparison(folder.results, folder.baselines!).toRecords();
  assert.equal(compared!.seeds, 2, "two splits, whatever the seeds");
  const lines = table.map((row) => repeatCommand(row, folder.manifest));
  assert.deepEqual(lines.map((line) => /--split-seeds (\d)/.exec(line)?.[1]), [
    ...[undefined, "1", "0", undefined],
  ]);
  const { options } = await parseSweepCommand(lines[1]!.split(" ").slice(3));
  const [again] = (await planSweep({ ...options, out: temporaryFolder() })).jobs;
  assert.equal(again!.run, table[1]!.run);
});

Deno.test("a folder of seeds with their own splits grows by a crossed sweep, and the other way round", async () => {
  const single = { ...BASE, seeds: [0, 2] }, crossed = { ...BASE, seeds: [0], splitSeeds: [1] };
  for (const [first, second] of [[single, crossed], [crossed, single]] as const) {
    const out = temporaryFolder();
    await runSweep(await planSweep({ ...OPTIONS, out, axes: first }));
    await runSweep(await planSweep({ ...OPTIONS, out, axes: second }));
    const { axes, data } = readManifest(out)!;
    assert.deepEqual([axes.seeds.toSorted(), axes.splitSeeds!.toSorted()], [[0, 2], [0, 1, 2]]);
    assert.deepEqual(Object.keys(data.hashes).sort(), ["0", "1", "2"]);
    const { total, done, left } = sweepStatus(out);
    assert.deepEqual([total, done, left], [6, 3, 3], "the grid of both");
    assert.equal(openResultFolder(out).results.height, 3);
  }
});

Deno.test("a crossed sweep that was killed ends as an unbroken one", LINUX, async () => {
  const grid = [
    ...["--data", DATA, "--batch-size", "16", "--hidden-size", "8", "--models", "vae,iwae"],
    ..."--latent-sizes 2,3 --learning-rates 1e-3 --optimizers adam --fixed-epochs 30".split(" "),
    ..."--seeds 0,1 --split-seeds 0,1,2 --workers 2".split(" "),
  ];
  const out = temporary(), unbroken = temporary();
  const running = new Sweep([...grid, "--out", out]);
  await running.finishedRuns(5);
  running.kill("SIGKILL");
  await running.gone();
  const { code, err } = await sweep(...grid, "--out", out);
  assert.equal(code, 0, err);
  assert.equal((await sweep(...grid, "--out", unbroken)).code, 0);
  assert.equal(rows(out).length, 24);
  assert.deepEqual(decisive(out), decisive(unbroken));
});
