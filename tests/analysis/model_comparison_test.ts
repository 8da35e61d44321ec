import assert from "node:assert/strict";
import pl from "nodejs-polars";
import { modelComparison, type ModelComparisonRow } from "../../lib/analysis/model_comparison.ts";
import { InputError } from "../../lib/errors.ts";
import { modelComparisonPlot } from "../../lib/plots/model_comparison_plot.ts";
import text from "../fixtures/model_comparison.json" with { type: "text" };
import { assertClose } from "./_reference.ts";
import { cells, shuffled, sweep } from "./_sweeps.ts";

/** What make_model_comparison.py wrote. */
const REFERENCE = JSON.parse(text) as
  & Record<"iwae" | "vae", number[][]>
  & { samples: string[][]; ratio: number; over_samples: number[]; over_seeds: number[] };

const MODELS = ["iwae", "vae"] as const;
const grid = cells({ model: [...MODELS], batch_size: [16, 64], seed: [0, 1, 2] });
const mean = (values: number[]) => values.reduce((a, b) => a + b) / values.length;
const errorsOf = (cell: typeof grid[number]) => REFERENCE[cell.model as "vae"][Number(cell.seed)]!;

/** A batch of 64 does best on test samples, but one of 16 on validation samples, and it is the one of the reference. */
const results = sweep(grid, (cell) => mean(errorsOf(cell)) * (cell.batch_size === 16 ? 1 : 0.5))
  .withColumns(pl.Series("validation_mse", grid.map(({ batch_size }) => Number(batch_size) / 100)));
const samples = pl.DataFrame(
  grid.flatMap((cell, i) =>
    errorsOf(cell).map((mse, place) => ({
      run: `run${i}`,
      sample: REFERENCE.samples[Number(cell.seed)]![place]!,
      mse: mse * (cell.batch_size === 16 ? 1 : 0.5),
    }))
  ),
);
const axes = ["model", "batch_size"];

Deno.test("modelComparison() agrees with NumPy and SciPy over samples and over seeds", () => {
  const [row, ...others] = modelComparison(results, samples, { axes, resamples: 40_000 })
    .toRecords();
  assert.deepEqual(others, []);
  const { model, configuration, reference, reference_configuration, chosen_on, over } = row!;
  assert.deepEqual(
    [model, configuration, reference, reference_configuration, chosen_on, over],
    ["iwae", "batch_size 16", "vae", "batch_size 16", "validation", "batch_size"],
  );
  assertClose([Number(row!.ratio)], [REFERENCE.ratio], 1e-12);
  assertClose([row!.seeds_low, row!.seeds_high].map(Number), REFERENCE.over_seeds, 1e-9);
  const near = 0.02 * (REFERENCE.over_samples[1]! - REFERENCE.over_samples[0]!);
  assertClose([row!.samples_low, row!.samples_high].map(Number), REFERENCE.over_samples, near);
  assert.deepEqual([row!.samples, row!.seeds, row!.left_out], [30, 3, 0]);
  assert.equal(row!.distinct_samples, 30);
  assert.deepEqual([row!.configurations, row!.reference_configurations], [2, 2]);
  const note = (rows: object[]) =>
    JSON.stringify(modelComparisonPlot(rows as ModelComparisonRow[])).replaceAll('","', " ");
  assert.match(note([row!]), /the luck of choosing among 2 configurations\./);
  assert.match(
    note([row!, { ...row, model: "info-vae", configurations: 5 }]),
    /choosing among 2 to 5 configurations; no correction for comparing 3 models\./,
  );
});

Deno.test("modelComparison() counts samples that several splits test once", () => {
  // The three splits have 9, 11 and 10 samples, here of the same names: 0 to 8, 0 to 10 and 0 to 9.
  const names = samples.getColumn("sample").toArray().map((name) => String(name).split("-")[1]!);
  const shared = samples.withColumns(pl.Series("sample", names));
  const [row] = modelComparison(results, shared, { axes }).toRecords();
  assert.deepEqual([row!.samples, row!.distinct_samples], [30, 11]);
  const spec = JSON.stringify(modelComparisonPlot([row as unknown as ModelComparisonRow]));
  assert.match(spec.replaceAll('","', " "), /30 test samples of 3 splits, 11 of them distinct/);
});

Deno.test("modelComparison() of one seed has an interval over samples alone", () => {
  const one = results.filter(pl.col("seed").eq(pl.lit(0)));
  const [row] = modelComparison(one, samples, { axes }).toRecords();
  assert.ok(Number(row!.samples_low) < Number(row!.ratio));
  assert.deepEqual([row!.seeds_low, row!.seeds_high, row!.seeds], [null, null, 1]);
});

Deno.test("modelComparison() does not depend on the order of rows", () => {
  const wide = (frame: pl.DataFrame) =>
    frame.toRecords().map((row) =>
      Object.values(row).map((value) => typeof value === "number" ? value.toFixed(9) : value)
    );
  assert.deepEqual(
    wide(modelComparison(shuffled(results, 2), shuffled(samples, 3), { axes })),
    wide(modelComparison(results, samples, { axes })),
  );
});

Deno.test("modelComparison() leaves out a split on which either diverged, and says so", () => {
  const status = grid.map(({ model, seed }) =>
    model === "iwae" && seed === 1 ? "diverged" : "converged"
  );
  const frame = results.withColumns(pl.Series("status", status, pl.Utf8));
  const lost = samples.filter(pl.col("run").isIn(["run1", "run4"]).not());
  const [row] = modelComparison(frame, lost, { axes }).toRecords();
  assert.deepEqual([row!.seeds, row!.left_out, row!.seeds_low], [2, 1, null]);
});

Deno.test("modelComparison() counts seeds that share a split as one", () => {
  const frame = results.withColumns(pl.Series("split_seed", grid.map(() => 7), pl.Float64));
  const one = samples.withColumns(
    pl.Series(
      "sample",
      samples.getColumn("sample").toArray().map((name) => String(name).slice(-1)),
    ),
  ).filter(pl.col("sample").isIn(["1", "2", "3", "4"]))
    .unique({ subset: ["run", "sample"], maintainOrder: true });
  const [row] = modelComparison(frame, one, { axes }).toRecords();
  assert.deepEqual([row!.seeds, row!.samples, row!.seeds_low], [1, 4, null]);
});

Deno.test("modelComparison() takes another reference, and refuses what cannot be paired", () => {
  const [row] = modelComparison(results, samples, { axes, reference: "iwae" }).toRecords();
  assertClose([Number(row!.ratio)], [1 / REFERENCE.ratio], 1e-12);
  assert.throws(() => modelComparison(results, samples, { axes, reference: "mmd" }), /with mmd/);
  const alone = results.filter(pl.col("model").eq(pl.lit("vae")));
  assert.throws(() => modelComparison(alone, samples, { axes }), /only one/);
  const short = samples.filter(
    pl.col("sample").neq(pl.lit("s0-1")).or(pl.col("run").neq(pl.lit("run0"))),
  );
  assert.throws(() => modelComparison(results, short, { axes }), /not tested on the same samples/);
  const unknown = samples.withColumns(
    pl.Series(
      "mse",
      samples.getColumn("mse").toArray().map((v, i) => i === 0 ? null : v),
      pl.Float64,
    ),
  );
  assert.throws(() => modelComparison(results, unknown, { axes }), InputError);
});

Deno.test("modelComparisonPlot() draws the interval over seeds where there is one", () => {
  const rows = modelComparison(results, samples, { axes }).toRecords() as unknown as Parameters<
    typeof modelComparisonPlot
  >[0];
  assert.match(JSON.stringify(modelComparisonPlot(rows)), /seeds_low.*seeds_high/);
  const one = rows.map((row) => ({ ...row, seeds_low: null, seeds_high: null, left_out: 2 }));
  const text = JSON.stringify(modelComparisonPlot(one));
  assert.match(text, /2 pairs left out/);
  assert.doesNotMatch(text, /"field":"seeds_high"/);
  assert.throws(() => modelComparisonPlot([]), InputError);
});
