import assert from "node:assert/strict";
import pl from "nodejs-polars";
import { baselineComparison } from "../../lib/analysis/baseline_comparison.ts";
import { bestLearningRate } from "../../lib/analysis/best_learning_rate.ts";
import { choiceCost } from "../../lib/analysis/choice_cost.ts";
import { choiceOf } from "../../lib/analysis/choice.ts";
import { compareOptimizers } from "../../lib/analysis/compare_optimizers.ts";
import { expectedBestCurve } from "../../lib/analysis/expected_best_curve.ts";
import { learningRateTrend } from "../../lib/analysis/learning_rate_trend.ts";
import { modelSensitivity } from "../../lib/analysis/model_sensitivity.ts";
import { performanceProfiles } from "../../lib/analysis/performance_profiles.ts";
import { readResults } from "../../lib/analysis/results.ts";
import { summarize } from "../../lib/analysis/summary.ts";
import { tunability } from "../../lib/analysis/tunability.ts";
import { InputError } from "../../lib/errors.ts";
import { AXES, CHOICE, choiceSweep } from "./_choice.ts";
import { assertClose } from "./_reference.ts";
import { shuffled } from "./_sweeps.ts";

type Row = Record<string, unknown>;

const sweep = choiceSweep(), axes = AXES;
/** An older folder: the column is missing, or has no value for some run. */
const old = sweep.drop("validation_mse");
const partly = sweep.withColumns(
  pl.Series(
    "validation_mse",
    sweep.getColumn("validation_mse").toArray().map((value, i) => i === 5 ? null : value),
    pl.Float64,
  ),
);

const numbers = (rows: readonly Row[], column: string) => rows.map((row) => Number(row[column]));
const of = (rows: readonly Row[], where: Row) =>
  rows.filter((row) => Object.entries(where).every(([name, value]) => row[name] === value));

Deno.test("summarize() chooses on validation and reports test, as pandas", () => {
  const rows = sweep.withColumns(
    pl.lit(1).alias("test_reconstruction"),
    pl.lit(9).alias("epochs"),
  ).toRecords();
  const { best } = summarize(rows, { axes });
  for (const expected of CHOICE.summary) {
    const found = best.find(({ model }) => model === expected.model)!;
    const { optimizer, learning_rate, latent_size, further, test_mse, chosen_on } = found;
    assert.deepEqual(
      [optimizer, learning_rate, latent_size, further.batch_size, chosen_on],
      [
        expected.optimizer,
        expected.learning_rate,
        expected.latent_size,
        expected.batch_size,
        "validation",
      ],
    );
    assertClose([test_mse!], [expected.test_mse], 1e-12);
  }
});

Deno.test("bestLearningRate() chooses on validation at each place of all other axes, as pandas", () => {
  const rows = bestLearningRate(sweep, { axes }).toRecords();
  assert.equal(rows.length, CHOICE.best_learning_rate.length);
  for (
    const { model, optimizer, latent_size, batch_size, ...expected } of CHOICE.best_learning_rate
  ) {
    const [row] = of(rows, { model, optimizer, latent_size, batch_size });
    assert.deepEqual([row!.best, row!.chosen_on], [expected.learning_rate, "validation"]);
    assertClose([Number(row!.score)], [expected.score], 1e-12);
  }
});

Deno.test("choiceCost() agrees with pandas, whatever the order of rows and columns", () => {
  for (const frame of [sweep, shuffled(sweep, 4)]) {
    const rows = choiceCost(frame, { axes }).toRecords();
    for (const [i, expected] of CHOICE.cost.entries()) {
      const { chosen_configuration, best_configuration } = rows[i]!;
      assert.deepEqual([chosen_configuration, best_configuration], [
        expected.chosen_configuration,
        expected.best_configuration,
      ]);
      const names = ["cost", "test_optimism", "validation_optimism"];
      assertClose(names.map((name) => Number(rows[i]![name])), names.map((n) => expected[n]), 1e-9);
    }
  }
});

Deno.test("choiceCost() needs validation errors, and of one seed knows the cost alone", () => {
  assert.throws(() => choiceCost(old, { axes }), InputError);
  assert.throws(() => choiceCost(partly, { axes }), /validation_mse/);
  const [row] = choiceCost(sweep.filter(pl.col("seed").eq(pl.lit(0))), { axes }).toRecords();
  assert.ok(Number(row!.cost) >= 0);
  assert.deepEqual([row!.test_optimism, row!.validation_optimism, row!.seeds], [null, null, 1]);
});

Deno.test("choiceCost() leaves out a model of which every run diverged", () => {
  const status = sweep.toRecords().map((run) => run.model === "iwae" ? "diverged" : run.status);
  const frame = sweep.withColumns(pl.Series("status", status, pl.Utf8));
  assert.deepEqual(choiceCost(frame, { axes }).toRecords().map(({ model }) => model), ["vae"]);
});

Deno.test("expectedBestCurve() is what all ordered draws give that are chosen on validation", () => {
  const rows = expectedBestCurve(sweep, { axes, trials: [1, 2, 3] }).toRecords();
  for (const [model, trials, ...expected] of CHOICE.expected_best) {
    const [row] = of(rows, { model, trials, treatment: "clip" });
    assertClose([row!.expected, row!.low, row!.high].map(Number), expected, 1e-9);
    assert.equal(row!.chosen_on, "validation");
  }
});

Deno.test("compareOptimizers() lets each choose its learning rate on validation, as pandas", () => {
  const rows = of(compareOptimizers(sweep, { axes }).toRecords(), {
    view: "best",
    treatment: "clip",
  });
  assert.deepEqual(
    Object.fromEntries(rows.map((row) => [row.optimizer, row.mean_rank])),
    CHOICE.optimizers,
  );
});

Deno.test("performanceProfiles() compares with the model that validation chooses, as NumPy", () => {
  const factors = CHOICE.profiles.map(([factor]: number[]) => factor);
  const rows = performanceProfiles(sweep, { axes, factors }).toRecords();
  ["iwae", "vae"].forEach((model, i) =>
    assertClose(
      numbers(of(rows, { model }), "share"),
      CHOICE.profiles.map((profile: number[]) => profile[1 + i]),
      1e-12,
    )
  );
});

Deno.test("tunability() chooses default and best on validation, as pandas", () => {
  const rows = of(tunability(sweep, { axes }).toRecords(), { axis: "all" });
  for (const [model, gain] of CHOICE.tunability) {
    assertClose(numbers(of(rows, { model }), "tunability"), [gain], 1e-12);
  }
});

Deno.test("modelSensitivity() counts what is near the configuration that validation chooses, as pandas", () => {
  const rows = of(modelSensitivity(sweep, { axes }).toRecords(), { treatment: "clip" });
  assert.deepEqual(
    Object.fromEntries(rows.map((row) => [row.model, row.near_best])),
    CHOICE.near_best,
  );
});

Deno.test("learningRateTrend() is the mean slope of the rates that each seed chooses on validation", () => {
  const rows = learningRateTrend(sweep, { axes }).toRecords();
  for (const [model, optimizer, batch_size, slope] of CHOICE.trend) {
    assertClose(numbers(of(rows, { model, optimizer, batch_size }), "slope"), [slope], 1e-9);
  }
});

Deno.test("baselineComparison() chooses on validation too", () => {
  const baselines = pl.DataFrame(
    [0, 1, 2].flatMap((seed) =>
      [0, 5, 50].map((components) => ({
        split_seed: seed,
        components,
        test_mse: components === 0 ? 1 : 0.5,
      }))
    ),
  );
  const rows = baselineComparison(sweep, baselines, { axes }).toRecords();
  for (const expected of CHOICE.summary) {
    const [row] = of(rows, { model: expected.model, latent_size: expected.latent_size });
    assert.equal(row!.chosen_on, "validation");
    const { batch_size, learning_rate, optimizer } = expected;
    assert.equal(
      row!.best_configuration,
      `batch_size ${batch_size}, learning_rate ${learning_rate}, optimizer ${optimizer}`,
    );
  }
});

Deno.test("choiceOf() says that test samples chose where a validation error is missing, and then nothing changes", () => {
  for (const frame of [old, partly]) {
    const read = readResults(frame, { axes });
    assert.equal(choiceOf(read).chosenOn, "test");
    assert.equal(choiceOf(read, { response: "seed", treatment: "rank" }).chosenOn, "seed");
    assert.equal(bestLearningRate(frame, { axes }).toRecords()[0]!.chosen_on, "test");
  }
  assert.deepEqual(
    tunability(partly, { axes }).toRecords(),
    tunability(old, { axes }).toRecords(),
  );
});
