import assert from "node:assert/strict";
import pl from "nodejs-polars";
import { replayStopping } from "../../lib/analysis/replay_stopping.ts";
import { InputError } from "../../lib/errors.ts";
import { shuffled } from "./_sweeps.ts";

const CURVES: Record<string, number[]> = {
  good: [9, 5, 4, 4, 4, 4, 3],
  capped: [9, 8, 7],
  bad: [9, 10, 11],
};
const results = pl.DataFrame({
  run: ["good", "capped", "bad", "first", "broken"],
  seed: [0, 0, 0, 0, 0],
  status: ["converged", "max_epochs", "diverged", "diverged", "failed"],
  epochs: pl.Series("epochs", [7, 3, 4, 1, null], pl.Float64),
  best_epoch: pl.Series("best_epoch", [7, 3, null, null, null], pl.Float64),
  validation_loss: pl.Series("validation_loss", [3, 7, null, null, null], pl.Float64),
});
const history = pl.DataFrame({
  run: Object.entries(CURVES).flatMap(([run, losses]) => losses.map(() => run)),
  epoch: Object.values(CURVES).flatMap((losses) => losses.map((_, i) => i + 1)),
  validation_loss: Object.values(CURVES).flat(),
  reconstruction: Object.values(CURVES).flat().map((loss) => 10 * loss),
});
const NAMES = [
  "status",
  "epochs",
  "best_epoch",
  "validation_loss",
  "replayed_outcome",
  "replayed_censored",
];

function replayed(
  options: Parameters<typeof replayStopping>[2],
  curves = history,
): Record<string, unknown[]> {
  const rows = replayStopping(results, curves, options).toRecords();
  return Object.fromEntries(rows.map((row) => [row.run, NAMES.map((name) => row[name])]));
}

Deno.test("replayStopping() ends runs where a stricter rule ends them, also before they diverge", () => {
  const found = replayed({ patience: 2, maxEpochs: 100 });
  assert.deepEqual(found.good, ["converged", 5, 3, 4, 40, false]);
  assert.deepEqual(found.bad, ["converged", 3, 1, 9, 90, false]);
});

Deno.test("replayStopping() keeps what it cannot know: censored runs, early divergence, failures", () => {
  const found = replayed({ patience: 9 });
  assert.deepEqual(found.good, ["converged", 7, 7, 3, 30, true]);
  assert.deepEqual(found.capped, ["max_epochs", 3, 3, 7, 70, true]);
  assert.deepEqual(found.bad, ["diverged", 4, null, null, null, false]);
  assert.deepEqual(found.first, ["diverged", 1, null, null, null, false]);
  assert.deepEqual(found.broken, ["failed", null, null, null, null, false]);
});

Deno.test("replayStopping() of the rule that trained changes nothing and needs no order", () => {
  const found = replayed({ patience: 4, maxEpochs: 3 }, shuffled(history, 3));
  assert.deepEqual(found.capped, ["max_epochs", 3, 3, 7, 70, false]);
  assert.deepEqual(replayed({ patience: 2 }, shuffled(history, 6)), replayed({ patience: 2 }));
});

Deno.test("replayStopping() refuses a run without a curve, a curve with a hole and an outcome it does not have", () => {
  const without = history.filter(pl.col("run").neq(pl.lit("good")));
  assert.throws(() => replayed({}, without), /run good: the history has no epoch/);
  const hole = history.filter(pl.col("epoch").neq(pl.lit(2)));
  assert.throws(() => replayed({}, hole), /run good: its history has no loss for epoch 2/);
  assert.throws(() => replayed({ outcome: "elbo" }), InputError);
});

Deno.test("replayStopping() starts from the rule of the sweep, and of each run where it varies", () => {
  const runs = results.head(3);
  const found = (frame: pl.DataFrame, options: Parameters<typeof replayStopping>[2]) =>
    replayStopping(frame, history, options).toRecords().map((row) => [
      row.epochs,
      row.replayed_censored,
    ]);
  // "good" by hand: patience 2 ends it at 5, patience 3 at 6, four epochs of patience at 7.
  assert.deepEqual(found(runs, { trained: { patience: 3, maxEpochs: 50 } })[0], [6, false]);
  assert.deepEqual(found(runs, { trained: { patience: 3 }, maxEpochs: 4 })[0], [4, false]);
  assert.deepEqual(found(runs, { trained: { patience: 3, fixedEpochs: 7 } })[0], [7, false]);
  const varied = runs.withColumns(pl.Series("patience", [2, 9, 3], pl.Float64));
  // "bad" has patience 3: 9, 10, 11 and then it diverges, before three epochs without improvement.
  assert.deepEqual(found(varied, {}), [[5, false], [3, true], [4, false]]);
  assert.deepEqual(found(varied, { patience: 3 })[0], [6, false]);
});

Deno.test("replayStopping() reads the validation error where every epoch has one", () => {
  const errors = history.withColumns(
    pl.col("validation_loss").mul(pl.lit(3)).alias("validation_mse"),
  );
  const outcome = (curves: pl.DataFrame) =>
    replayStopping(results, curves, { patience: 2 }).toRecords()[0]!.replayed_outcome;
  assert.equal(outcome(errors), 12);
  const values = errors.getColumn("validation_mse").toArray();
  const partly = pl.Series("validation_mse", values.map((v, i) => i === 8 ? null : v), pl.Float64);
  assert.equal(outcome(errors.withColumns(partly)), 40);
});

Deno.test("replayStopping() leaves stalled what ends where it ended", () => {
  const stalled = results.withColumns(
    pl.Series("status", ["stalled", "max_epochs", "diverged", "diverged", "failed"], pl.Utf8),
  );
  const status = (patience: number) =>
    replayStopping(stalled, history, { patience, maxEpochs: 7 }).toRecords()[0]!.status;
  assert.deepEqual([status(4), status(2)], ["max_epochs", "converged"]);
  const [row] = replayStopping(stalled, history, { patience: 9, maxEpochs: 9 }).toRecords();
  assert.deepEqual([row!.status, row!.replayed_censored], ["stalled", true]);
});
