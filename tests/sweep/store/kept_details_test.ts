import { strict as assert } from "node:assert";
import pl from "nodejs-polars";
import { prepareOnce } from "../../../lib/data/prepare_once.ts";
import { readDetails } from "../../../lib/sweep/store/details.ts";
import { expandGrid, POSTER_GRID } from "../../../lib/sweep/plan/grid.ts";
import { JournalWriter, readJournals } from "../../../lib/sweep/store/journal.ts";
import { LocalExecutor } from "../../../lib/sweep/execute/local_executor.ts";
import { planSweep, runSweep } from "../../../lib/sweep/sweep.ts";
import { temporaryFolder } from "../../_temporary.ts";

/** Real worker processes on a cohort of 18 test samples; needs no native library. */
const OPTIONS = {
  data: "synthetic-120x60",
  engine: "eager",
  backend: "cpu",
  axes: {
    models: ["vae", "info-vae"],
    learningRates: [1e-3, 1e9],
    latentSizes: [2, 3],
    optimizers: ["sgd"],
  },
  fixed: { hiddenSize: 4, batchSize: 40, maxEpochs: 2, normalization: "none" },
} as const;

/** The tables of a sweep, without time of day, speed and place. */
async function tables(workers: number, out = temporaryFolder()) {
  await runSweep(await planSweep({ ...OPTIONS, workers, out }));
  const read = (name: string) => pl.readParquet(`${out}/${name}.parquet`).toRecords();
  const results = read("results").map((
    { seconds: _, steps_per_second: _s, started_at: _a, ...row },
  ) => row);
  return {
    out,
    results,
    samples: read("samples"),
    latent: read("latent"),
    downstream: read("downstream"),
    baselines: read("baselines"),
    references: read("downstream_references"),
  };
}

Deno.test("runSweep() keeps the same for any number of workers: scalars, samples, dimensions and baselines", async () => {
  const { out: _1, ...one } = await tables(1), { out: _2, ...two } = await tables(2);
  assert.deepEqual(one, two);
  const finished = one.results.filter((row) => row.status !== "diverged");
  assert.deepEqual([one.results.length, finished.length], [8, 4], "the rate of 1e9 diverges");
  const dataset = (await prepareOnce(OPTIONS.data, {})).dataset;
  for (const run of finished) {
    const own = one.samples.filter((row) => row.run === run.run);
    assert.deepEqual(own.map((row) => row.sample), dataset.test.samples);
    assert.deepEqual(own.map((row) => row.cancer_type), dataset.test.cancerTypes);
    const mean = own.reduce((sum, row) => sum + Number(row.mse), 0) / own.length;
    assert.ok(
      Math.abs(mean / Number(run.test_mse) - 1) < 1e-5,
      "samples' errors make up the run's",
    );
    const floor = own.reduce((sum, row) => sum + Number(row.mean_predictor_mse), 0) / own.length;
    assert.ok(
      Math.abs(1 - mean / floor - Number(run.test_r2)) < 1e-5,
      "and the mean predictor's its R²",
    );
    const dimensions = one.latent.filter((row) => row.run === run.run);
    assert.equal(dimensions.length, run.latent_size);
    assert.equal(dimensions.filter((row) => row.active).length, run.active_units);
    for (const name of ["knn_accuracy", "logistic_accuracy"]) {
      const accuracy = Number(run[name]);
      assert.ok(run[name] !== null && accuracy >= 0 && accuracy <= 1, `${name} ${accuracy}`);
    }
    const scores = one.downstream.filter((row) => row.run === run.run);
    assert.deepEqual(scores.map((row) => [row.label, row.classifier, row.balanced_accuracy]), [
      ["cancer_type", "knn", run.knn_accuracy],
      ["cancer_type", "logistic", run.logistic_accuracy],
    ]);
    assert.ok(scores.every(({ auc, classes }) => Number(auc) > 0 && Number(classes) > 1));
  }
  for (const run of one.results.filter((row) => row.status === "diverged")) {
    assert.deepEqual([run.active_units, run.effective_rank, run.knn_accuracy], [null, null, null]);
    assert.ok(!one.samples.some((row) => row.run === run.run));
  }
  assert.deepEqual(one.baselines.map((row) => [row.split_seed, row.method, row.components]), [
    [0, "mean", 0],
    [0, "pca", 2],
    [0, "pca", 3],
  ]);
  assert.deepEqual(
    one.references.filter((row) => row.classifier === "knn")
      .map((row) => [row.split_seed, row.representation, row.components, row.label]),
    [
      [0, "raw genes", null],
      [0, "pca", 2],
      [0, "pca", 3],
      [0, "random projection", 2],
      [0, "random projection", 3],
      [0, "untrained encoder", 2],
      [0, "untrained encoder", 3],
    ].map((row) => [...row, "cancer_type"]),
  );
});

Deno.test("runSweep() completes the tables of a folder that grows, and keeps baselines that are there", async () => {
  const { out, baselines } = await tables(1);
  const axes = { ...OPTIONS.axes, latentSizes: [3, 5], learningRates: [1e-3], seeds: [0, 1] };
  await runSweep(await planSweep({ ...OPTIONS, axes, workers: 1, out }));
  const rows = pl.readParquet(`${out}/baselines.parquet`).toRecords();
  assert.deepEqual(rows.map((row) => [row.split_seed, row.components]), [
    ...[[0, 0], [0, 2], [0, 3], [0, 5]],
    ...[[1, 0], [1, 3], [1, 5]],
  ]);
  assert.deepEqual(rows.slice(0, 3), baselines);
  const samples = pl.readParquet(`${out}/samples.parquet`);
  assert.equal(samples.getColumn("run").unique().length, 10);
});

Deno.test("runSweep() computes damaged baselines anew, to the same numbers, and says so", async () => {
  const { out, baselines, references } = await tables(1);
  for (const name of ["baselines", "downstream_references", "latent"]) {
    const path = `${out}/${name}.parquet`, bytes = Deno.readFileSync(path);
    bytes[40]! ^= 4;
    Deno.writeFileSync(path, bytes);
  }
  const { notices } = await runSweep(await planSweep({ ...OPTIONS, workers: 1, out }));
  assert.deepEqual(
    notices.map((line) =>
      /(\w+)\.parquet is damaged .*(written|computed) anew$/.exec(line)?.slice(1)
    ),
    [["latent", "written"], ["baselines", "computed"], ["downstream_references", "computed"]],
  );
  const again = await tables(1, out);
  assert.deepEqual([again.baselines, again.references], [baselines, references]);
});

Deno.test("a worker keeps details before the record: no room for them, no record", async () => {
  const folder = temporaryFolder(), runsFolder = `${folder}/runs`;
  const { path } = await prepareOnce(OPTIONS.data, {});
  const axes = { ...POSTER_GRID, ...OPTIONS.axes, learningRates: [1e-3], models: ["vae"] };
  const [configuration] = expandGrid(axes, { ...OPTIONS.fixed, maxEpochs: 40, patience: 40 });
  using journal = new JournalWriter(`${folder}/coordinator`);
  let moved = false;
  const executor = new LocalExecutor({
    ...{ engine: "eager", backend: "cpu", workers: 1, threads: 1 },
    ...{ retries: 0, size: { genes: 60, trainRows: 84 } },
  });
  const job = { run: "a", configuration: configuration!, dataset: path };
  await executor.execute([job], { folder, journal, done: [], saveModels: false }, {
    observer: {
      // The worker has its journal open already; details it can only begin where a file is in the way.
      epoch() {
        if (moved) return;
        Deno.renameSync(runsFolder, `${folder}/moved`);
        Deno.writeTextFileSync(runsFolder, "in the way");
        moved = true;
      },
    },
  });
  assert.ok(moved, "there was an epoch");
  assert.deepEqual(readJournals(`${folder}/moved`).records, []);
  assert.equal(readDetails(`${folder}/moved`).toArray().length, 0);
  assert.equal(readJournals(`${folder}/coordinator`).records[0]!.status, "failed");
});
