import assert from "node:assert/strict";
import pl from "nodejs-polars";
import { downstreamBySize } from "../../lib/analysis/downstream_by_size.ts";
import { downstreamPoints } from "../../lib/analysis/downstream_points.ts";
import { recordedAccuracy } from "../../lib/analysis/recorded_accuracy.ts";
import { InputError } from "../../lib/errors.ts";
import { assertClose } from "./_reference.ts";
import { cells, sweep } from "./_sweeps.ts";

const frame = sweep(
  cells({ model: ["vae"], latent_size: [4], optimizer: ["adam", "rmsprop", "sgd"], seed: [0, 1] }),
  (_, i) => ([0.2, 0.4, 0.9, 0.7, "diverged", 0.8] as const)[i]!,
).withColumns(
  pl.Series("knn_accuracy", [0.5, 0.7, 0.9, 0.7, null, 0.4], pl.Float64),
  pl.Series("logistic_accuracy", Array(6).fill(null), pl.Float64),
);

Deno.test("downstreamBySize() tells what choosing by reconstruction costs, by hand", () => {
  const [knn, logistic] = downstreamBySize(frame).toRecords();
  assert.deepEqual([knn!.classifier, knn!.runs, knn!.left_out], ["nearest neighbours", 5, 1]);
  // Adam reconstructs best and has 0.6 on average; RMSprop has 0.8, SGD's only accuracy is 0.4.
  assertClose(
    [knn!.chosen_by_mse, knn!.best, knn!.median, knn!.percentile_25, knn!.percentile_75]
      .map(Number),
    [0.6, 0.8, 0.6, 0.5, 0.7],
    1e-12,
  );
  assert.deepEqual([logistic!.runs, logistic!.best, logistic!.chosen_by_mse], [0, null, null]);
});

Deno.test("downstreamPoints() take error and accuracy from the same runs", () => {
  const rows = downstreamPoints(frame).toRecords();
  assert.deepEqual(rows.map((row) => row.configuration), [
    "optimizer adam",
    "optimizer rmsprop",
    "optimizer sgd",
  ]);
  assertClose(rows.map((row) => Number(row.test_mse)), [0.3, 0.8, 0.8], 1e-12);
  assertClose(rows.map((row) => Number(row.balanced_accuracy)), [0.6, 0.8, 0.4], 1e-12);
  assert.deepEqual(rows.map((row) => row.runs), [2, 2, 1]);
});

Deno.test("recordedAccuracy() has a row for each accuracy there is, and refuses none", () => {
  assert.equal(recordedAccuracy(frame).height, 5);
  assert.throws(() => recordedAccuracy(frame.drop("knn_accuracy")), InputError);
  assert.throws(() => downstreamBySize(frame.drop("knn_accuracy")), InputError);
});
