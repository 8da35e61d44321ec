import assert from "node:assert/strict";
import pl from "nodejs-polars";
import { downstreamBySize } from "../../lib/analysis/downstream_by_size.ts";
import { downstreamPoints } from "../../lib/analysis/downstream_points.ts";
import { recordedScores } from "../../lib/analysis/recorded_scores.ts";
import { InputError } from "../../lib/errors.ts";
import { DOWNSTREAM, knnScores, RESULTS } from "./_downstream.ts";
import { assertClose } from "./_reference.ts";
import { cells, shuffled, sweep } from "./_sweeps.ts";

const frame = sweep(
  cells({ model: ["vae"], latent_size: [4], optimizer: ["adam", "rmsprop", "sgd"], seed: [0, 1] }),
  (_, i) => ([0.2, 0.4, 0.9, 0.7, "diverged", 0.8] as const)[i]!,
);
const knn = knnScores(["run0", "run1", "run2", "run3", "run5"], [0.5, 0.7, 0.99, 0.71, 0.4]);
const areas = knn.withColumns(pl.Series("auc", [0.6, 0.8, 1, 1, 0.5], pl.Float64));

Deno.test("downstreamBySize() tells what choosing by reconstruction costs, by hand", () => {
  const [row, ...others] = downstreamBySize(frame, areas).toRecords();
  assert.equal(others.length, 0);
  assert.deepEqual([row!.label, row!.classifier, row!.runs, row!.left_out, row!.chosen_on], [
    ...["cancer_type", "knn", 5, 1, "test"],
  ]);
  // Adam reconstructs best and has 0.6 on average; RMSprop has 0.85, SGD's only accuracy is 0.4.
  assertClose(
    [row!.chosen_accuracy, row!.highest, row!.median, row!.percentile_25, row!.percentile_75]
      .map(Number),
    [0.6, 0.85, 0.6, 0.5, 0.725],
    1e-12,
  );
  assertClose([row!.chosen_auc, row!.auc, row!.saturated].map(Number), [0.7, 0.7, 1 / 5], 1e-12);
});

Deno.test("downstreamBySize() chooses on validation samples, which need not have the lowest test error", () => {
  const held = frame.withColumns(
    pl.Series("validation_mse", [0.5, 0.5, 0.1, 0.1, null, 0.9], pl.Float64),
  );
  const [row] = downstreamBySize(held, areas).toRecords();
  assert.deepEqual([row!.chosen_on, row!.chosen_configuration], [
    "validation",
    "optimizer rmsprop",
  ]);
  assertClose([row!.chosen_accuracy].map(Number), [0.85], 1e-12);
});

Deno.test("downstreamBySize() has rows for each label and classifier, whatever the order of rows and columns", () => {
  const table = downstreamBySize(RESULTS, DOWNSTREAM);
  assert.equal(table.height, 2 * 3 * 2 * 2); // models, sizes, labels, classifiers
  const sorted = (frame: pl.DataFrame) =>
    frame.sort(["model", "latent_size", "label", "classifier"]).toRecords();
  const other = downstreamBySize(shuffled(RESULTS, 3), shuffled(DOWNSTREAM, 4));
  sorted(table).forEach((row, i) => {
    for (const [name, value] of Object.entries(sorted(other)[i]!)) {
      if (typeof value === "number") assertClose([value], [Number(row[name])], 1e-12);
      else assert.equal(value, row[name]);
    }
  });
});

Deno.test("downstreamPoints() take error and scores from the same runs", () => {
  const rows = downstreamPoints(frame, areas).toRecords();
  assert.deepEqual(rows.map((row) => row.configuration), [
    "optimizer adam",
    "optimizer rmsprop",
    "optimizer sgd",
  ]);
  assertClose(rows.map((row) => Number(row.test_mse)), [0.3, 0.8, 0.8], 1e-12);
  assertClose(rows.map((row) => Number(row.balanced_accuracy)), [0.6, 0.85, 0.4], 1e-12);
  assertClose(rows.map((row) => Number(row.auc)), [0.7, 1, 0.5], 1e-12);
  assert.deepEqual(rows.map((row) => row.runs), [2, 2, 1]);
  const without = downstreamPoints(frame, knn).toRecords();
  assert.deepEqual(without.map((row) => row.auc), [null, null, null]);
});

Deno.test("recordedScores() has an entry per label and classifier, and refuses none", () => {
  const found = recordedScores(DOWNSTREAM).map(({ label, classifier }) => `${label} ${classifier}`);
  assert.deepEqual(found.sort(), ["sex knn", "sex logistic", "stage knn", "stage logistic"]);
  assert.throws(() => recordedScores(knn.head(0)), InputError);
  assert.throws(() => downstreamBySize(frame, knn.head(0)), InputError);
});
