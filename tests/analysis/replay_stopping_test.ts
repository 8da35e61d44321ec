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
