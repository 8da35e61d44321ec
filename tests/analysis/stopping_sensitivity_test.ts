import assert from "node:assert/strict";
import pl from "nodejs-polars";
import { stoppingSensitivity } from "../../lib/analysis/stopping_sensitivity.ts";
import { assertClose } from "./_reference.ts";
import { cells, sweep } from "./_sweeps.ts";

// After 2 epochs the high rate leads, after 10 the low one; the optimizer never matters.
const grid = cells({
  model: ["vae"],
  optimizer: ["adam", "sgd"],
  latent_size: [5, 50],
  learning_rate: [0.01, 0.1],
});
const results = sweep(grid, () => 0.5).withColumns(
  pl.Series("status", grid.map(() => "max_epochs"), pl.Utf8),
  pl.Series("epochs", grid.map(() => 10), pl.Float64),
  pl.Series("best_epoch", grid.map(() => 10), pl.Float64),
  pl.Series("validation_loss", grid.map(() => 1), pl.Float64),
);
const curve = (rate: number) =>
  Array.from({ length: 10 }, (_, epoch) => rate === 0.1 ? 50 - 0.1 * epoch : 100 - 9 * epoch);
const points = grid.flatMap(({ learning_rate }, i) =>
  curve(Number(learning_rate)).map((loss, epoch) => ({
    run: `run${i}`,
    epoch: epoch + 1,
    validation_loss: loss,
    reconstruction: loss,
  }))
);
const history = pl.DataFrame(points);

Deno.test("stoppingSensitivity() sees the best learning rate move with the cap, and what stays", () => {
  const rules = [{ maxEpochs: 10 }, { maxEpochs: 2 }, { maxEpochs: 9 }];
  const rows = stoppingSensitivity(results, history, { rules }).toRecords();
  const of = (cap: number, axis: string) =>
    rows.find((row) => row.max_epochs === cap && row.axis === axis)!;
  assert.equal(rows.length, 3 * 3);
  assert.deepEqual([10, 2, 9].map((cap) => of(cap, "learning_rate").same_best_learning_rate), [
    1,
    0,
    1,
  ]);
  assert.deepEqual([10, 2, 9].map((cap) => of(cap, "learning_rate").mean_epochs), [10, 2, 9]);
  assertClose([Number(of(2, "learning_rate").importance), Number(of(2, "learning_rate").change)], [
    1,
    0,
  ], 1e-9);
  assertClose([Number(of(2, "optimizer").importance)], [0], 1e-9);
  assert.equal(of(2, "optimizer").rule, "patience 10, threshold 1e-4, cap 2");
});

Deno.test("stoppingSensitivity() counts the runs that a laxer rule would have let continue", () => {
  const rows = stoppingSensitivity(results, history, {
    rules: [{ maxEpochs: 10 }, { maxEpochs: 50 }],
  }).toRecords();
  assert.deepEqual(
    rows.map((row) => [row.max_epochs, row.censored, row.runs]).filter((_, i) => i % 3 === 0),
    [[10, 0, 8], [50, 8, 8]],
  );
});

Deno.test("stoppingSensitivity() starts from the sweep's own rule and no cap above it", () => {
  const trained = { patience: 10, minDelta: 0, minEpochs: 5, maxEpochs: 10 };
  const rows = stoppingSensitivity(results, history, { trained }).toRecords();
  assert.deepEqual([...new Set(rows.map((row) => row.rule))], [
    "patience 10, threshold 0, at least 5 epochs, cap 10",
    "patience 5, threshold 0, at least 5 epochs, cap 10",
    "patience 3, threshold 0, at least 5 epochs, cap 10",
    "patience 20, threshold 0, at least 5 epochs, cap 10",
    "patience 10, threshold 1e-4, at least 5 epochs, cap 10",
    "patience 10, threshold 0, cap 10",
  ]);
  assert.ok(rows.every((row) => row.outcome === "reconstruction"));
});

Deno.test("stoppingSensitivity() takes a varied patience for what it is, and replaces it by a rule's", () => {
  const frame = results.withColumns(
    pl.Series("patience", grid.map((_, i) => i % 2 === 0 ? 1 : 20), pl.Float64),
  );
  const rows = stoppingSensitivity(frame, history, {
    trained: { maxEpochs: 10 },
    rules: [{}, { patience: 20 }],
  }).toRecords();
  assert.deepEqual([rows[0]!.rule, rows[0]!.patience], [
    "patience of its own, threshold 1e-4, cap 10",
    null,
  ]);
  assert.equal(rows.at(-1)!.patience, 20);
  assert.equal(rows.at(-1)!.mean_epochs, 10);
});
