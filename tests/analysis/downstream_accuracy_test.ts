import assert from "node:assert/strict";
import { downstreamAccuracy } from "../../lib/analysis/downstream_accuracy.ts";
import { InputError } from "../../lib/errors.ts";
import { noise } from "./_sweeps.ts";

const labels = Array.from({ length: 90 }, (_, i) => ["BRCA", "LAML", "SKCM"][i % 3]!);
const draws = noise(1, 180);

/** Two latent dimensions with the types a distance apart. */
const latent = (distance: number, run = "a") => ({
  run,
  rows: 90,
  columns: 2,
  labels,
  values: draws.map((value, i) => value + (i % 2 === 0 ? distance * (Math.floor(i / 2) % 3) : 0)),
});
const accuracy = (distance: number) =>
  downstreamAccuracy([latent(distance)]).toRecords().map((row) => Number(row.balanced_accuracy));

Deno.test("downstreamAccuracy() is 1 for types far apart, about chance for types that are not told apart", () => {
  assert.deepEqual(accuracy(50), [1, 1]);
  // 90 guesses at 1/3 have a standard deviation of 0.05.
  for (const value of accuracy(0)) assert.ok(Math.abs(value - 1 / 3) < 0.2, String(value));
  const between = accuracy(2);
  for (const value of between) assert.ok(value > 0.6 && value < 1, String(value));
});

Deno.test("downstreamAccuracy() never lets a sample vote for itself", () => {
  const [nearest] = downstreamAccuracy([latent(0)], { neighbours: 1 }).toRecords();
  assert.ok(Number(nearest!.balanced_accuracy) < 0.55, String(nearest!.balanced_accuracy));
});

Deno.test("downstreamAccuracy() leaves out and counts unknown types and types too rare for the folds", () => {
  const some = labels.map((label, i) => i < 4 ? "RARE" : i < 7 ? "unknown" : label);
  const [row] = downstreamAccuracy([{ ...latent(50), labels: some }]).toRecords();
  assert.deepEqual([row!.types, row!.samples, row!.left_out, row!.balanced_accuracy], [
    3,
    83,
    7,
    1,
  ]);
});

Deno.test("downstreamAccuracy() is the same again and for a run whose dimensions are scaled, by logistic regression", () => {
  const scaled = {
    ...latent(2, "b"),
    values: latent(2).values.map((value, i) => i % 2 === 0 ? value : 1e-3 * value),
  };
  const rows = downstreamAccuracy([latent(2), scaled]).toRecords();
  assert.deepEqual(downstreamAccuracy([latent(2), scaled]).toRecords(), rows);
  assert.equal(rows[1]!.balanced_accuracy, rows[3]!.balanced_accuracy);
});

Deno.test("downstreamAccuracy() survives a dimension that has collapsed", () => {
  const collapsed = {
    ...latent(50),
    values: latent(50).values.map((value, i) => i % 2 === 0 ? value : 0),
  };
  assert.deepEqual(
    downstreamAccuracy([collapsed]).toRecords().map((row) => row.balanced_accuracy),
    [1, 1],
  );
});

Deno.test("downstreamAccuracy() refuses one type", () => {
  assert.throws(
    () => downstreamAccuracy([{ ...latent(1), labels: Array(90).fill("BRCA") }]),
    InputError,
  );
});
