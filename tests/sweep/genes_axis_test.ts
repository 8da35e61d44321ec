import { strict as assert } from "node:assert";
import pl from "nodejs-polars";
import { baselineComparison } from "../../lib/analysis/mod.ts";
import { responseOf } from "../../lib/analysis/response.ts";
import { readResults } from "../../lib/analysis/results.ts";
import { describePlan } from "../../lib/cli/_dry_run.ts";
import { parseSweepCommand } from "../../lib/cli/_sweep_options.ts";
import { prepareOnce } from "../../lib/data/prepare_once.ts";
import { baselineRows } from "../../lib/sweep/baselines.ts";
import { openResultFolder } from "../../lib/sweep/open_result_folder.ts";
import { epochCost } from "../../lib/sweep/plan/cost.ts";
import { repeatCommand } from "../../lib/sweep/repeat_command.ts";
import { sweepStatus } from "../../lib/sweep/status.ts";
import { readManifest } from "../../lib/sweep/store/manifest.ts";
import { planSweep, runSweep, type SweepOptions } from "../../lib/sweep/sweep.ts";
import { availableBackend } from "../../lib/tensorflow/available.ts";
import { assertClose } from "../analysis/_reference.ts";
import { cells, shuffled, sweep } from "../analysis/_sweeps.ts";
import { temporaryFolder } from "../_temporary.ts";

const DATA = "synthetic-120x60", GENES = [50, 20];
const native = (await availableBackend()).backend === "tensorflow";
const computed = native
  ? { backend: "tensorflow", engine: "graph" } as const
  : { backend: "cpu", engine: "eager" } as const;
const OPTIONS = {
  ...{ data: DATA, ...computed, workers: 1, cache: temporaryFolder() },
  fixed: { hiddenSize: 4, batchSize: 64, maxEpochs: 2 },
};
const AXES = {
  ...{ models: ["vae", "iwae"], learningRates: [1e-3], latentSizes: [2], optimizers: ["adam"] },
  seeds: [0, 1],
};

async function swept(options: SweepOptions) {
  const out = temporaryFolder(), plan = await planSweep({ ...OPTIONS, out, ...options });
  await runSweep(plan);
  return { out, plan, folder: openResultFolder(out) };
}

const OUTCOMES = ["run", "model", "seed", "test_mse", "test_r2", "validation_loss", "epochs"];

Deno.test("sweep --axis genes=50,20 gives each number of genes what a sweep with --genes gives", async () => {
  const axes = { ...AXES, further: { genes: GENES } };
  const { out, plan, folder } = await swept({ axes });
  const table = folder.results.toRecords();
  assert.equal(table.length, 8);
  for (const genes of GENES) {
    const single = (await swept({ axes: AXES, genes })).folder;
    const own = folder.results.toRecords().filter((row) => row.genes === genes);
    const of = (rows: Record<string, unknown>[]) =>
      rows.map((row) => OUTCOMES.map((name) => row[name]));
    assert.deepEqual(of(own), of(single.results.toRecords()), "the same runs, of one identity");
    const known = folder.baselines!.toRecords().filter((row) => row.genes === genes)
      .map(({ genes: _, ...row }) => row);
    assert.deepEqual(known, single.baselines!.toRecords());
    const references = folder.references!.toRecords().filter((row) => row.genes === genes)
      .map(({ genes: _, ...row }) => row);
    assert.deepEqual(references, single.references!.toRecords());
  }
  assert.deepEqual([plan.data.genes, Object.keys(plan.data.hashes)], [50, [
    ...["0, 50 genes", "1, 50 genes", "0, 20 genes", "1, 20 genes"],
  ]]);
  const axis = folder.axes.find(({ column }) => column === "genes")!;
  assert.deepEqual([axis.role, axis.label, axis.levels], ["further", "Genes", GENES]);
  const { total, done } = sweepStatus(out);
  assert.deepEqual([total, done, folder.total], [8, 8, 8]);
  assert.ok(describePlan(plan).some((line) => /^genes +50, 20 most variable ones$/.test(line)));
  const row = table.find((row) => row.genes === 20)!, line = repeatCommand(row, folder.manifest);
  assert.match(line, / --genes 20 /);
  const { options } = await parseSweepCommand(line.split(" ").slice(3));
  const again = await planSweep({ ...options, out: temporaryFolder() });
  assert.deepEqual(again.jobs.map(({ run }) => run), [row.run]);
  const resumed = await planSweep({ ...OPTIONS, out, axes });
  assert.equal(resumed.pending.length, 0);
});

Deno.test("baselineComparison() compares runs with baselines of their own genes", async () => {
  const axes = { ...AXES, models: ["vae"], seeds: [0], further: { genes: GENES } };
  const { folder } = await swept({ axes });
  const rows = baselineComparison(folder.results, folder.baselines!, { axes: folder.axes })
    .toRecords();
  assert.deepEqual(rows.map((row) => row.genes), [20, 50]);
  for (const row of rows) {
    const { dataset } = await prepareOnce(DATA, { genes: Number(row.genes) });
    const [predictor, pca] = baselineRows(dataset, [2]);
    assertClose([Number(row.mean_predictor_mse)], [predictor!.test_mse], 1e-9);
    assertClose([Number(row.pca_mse)], [pca!.test_mse], 1e-9);
  }
});

Deno.test("responseOf() clips at the mean predictor of the run's own split and genes", () => {
  const grid = { genes: [10, 20], optimizer: ["adam", "sgd"], seed: [0, 1] };
  const frame = sweep(cells(grid), ({ optimizer }) => optimizer === "sgd" ? "diverged" : 0.5);
  // Mean predictors' errors: 1 and 2 of the fewer genes, 4 and 8 of the more.
  const errors = frame.toRecords().map(({ genes, seed }) =>
    (genes === 10 ? 1 : 4) * (1 + Number(seed))
  );
  const r2 = frame.toRecords().map((row, i) => row.test_mse === null ? null : 1 - 0.5 / errors[i]!);
  const whole = frame.withColumns(pl.Series("test_r2", r2, pl.Float64));
  const results = readResults(shuffled(whole, 3), { axes: ["genes", "optimizer"] });
  const { values } = responseOf(results, { logarithm: false });
  const of = (name: string) => results.columns.get(name)!;
  const expected = of("status").map((status, run) =>
    status === "diverged" ? (of("genes")[run] === 10 ? 1 : 4) * (1 + Number(of("seed")[run])) : 0.5
  );
  assertClose([...values], expected, 1e-12);
});

Deno.test("epochCost() counts a run's own genes", () => {
  const [job] = [{ genes: 20 }, {}].map((own) => ({
    ...{ model: "vae", learningRate: 1, latentSize: 2, optimizer: "sgd", seed: 0, ...own },
    modelOptions: {},
    settings: { hiddenSize: 4, batchSize: 8 },
  }));
  const cost = (configuration: object, genes: number) =>
    epochCost(configuration as never, { genes, trainRows: 80 });
  assert.equal(cost(job!, 5000), cost({ ...job, genes: undefined }, 20));
});

Deno.test("planSweep() refuses genes said twice, as a run's option, or more than there are", async () => {
  const out = temporaryFolder(), axes = { ...AXES, further: { genes: [20, 30] } };
  const refused = (options: SweepOptions, message: RegExp) =>
    assert.rejects(planSweep({ ...OPTIONS, out, axes: AXES, ...options }), message);
  await refused({ axes, genes: 20 }, /^InputError: --axis genes: --genes is given too; leave one/);
  await refused({ fixed: { genes: 20 } }, /^InputError: --genes: it is an option of the data/);
  await refused(
    { axes: { ...AXES, further: { genes: [20, 61] } } },
    /Cannot choose 61 genes: .* at most 60/,
  );
  await refused({ axes: { ...AXES, further: { genes: [0] } } }, /--axis genes: got "0", takes/);
});

Deno.test("a folder whose genes vary grows by other numbers, and takes no runs that do not say theirs", async () => {
  const small = { ...AXES, models: ["vae"], seeds: [0] };
  const { out } = await swept({ axes: { ...small, further: { genes: [20] } } });
  await runSweep(
    await planSweep({ ...OPTIONS, out, axes: { ...small, further: { genes: [50] } } }),
  );
  const folder = openResultFolder(out);
  assert.deepEqual(folder.results.getColumn("genes").toArray(), [20, 50]);
  assert.deepEqual([folder.total, readManifest(out)!.data.genes], [2, 50]);
  assert.deepEqual(
    folder.baselines!.toRecords().map((row) => [row.genes, row.components]),
    [[20, 0], [20, 2], [50, 0], [50, 2]],
  );
  await assert.rejects(
    planSweep({ ...OPTIONS, out, axes: small, genes: 50 }),
    /Cannot add to .*genes was an axis, now 50/,
  );
});
