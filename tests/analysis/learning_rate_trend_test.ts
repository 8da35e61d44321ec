import assert from "node:assert/strict";
import { learningRateTrend } from "../../lib/analysis/learning_rate_trend.ts";
import { InputError } from "../../lib/errors.ts";
import { assertClose } from "./_reference.ts";
import { cells, noise, sweep } from "./_sweeps.ts";

const AXES = { latent_size: [1, 10, 100], learning_rate: [1e-4, 1e-3, 1e-2], seed: [0, 1, 2, 3] };
const draws = noise(1, 36, 0.01);

/** The best learning rate is 10^(−2 − half the exponent of the size), in quadratic valleys. */
const valley = (cell: Record<string, unknown>, direction: number) =>
  -2 +
  (Math.log10(Number(cell.learning_rate)) + 3 +
          direction * (Math.log10(Number(cell.latent_size)) - 1)) ** 2 / 4;

Deno.test("learningRateTrend() finds the slope that was built in, and its direction", () => {
  for (const [direction, name] of [[1, "falls"], [-1, "rises"]] as const) {
    const frame = sweep(cells(AXES), (cell, i) => 10 ** (valley(cell, direction) + draws[i]!));
    const [row] = learningRateTrend(frame, { by: [] }).toRecords();
    assertClose([Number(row!.slope), Number(row!.low), Number(row!.high)], [
      -direction,
      -direction,
      -direction,
    ], 1e-9);
    assert.deepEqual([row!.direction, row!.sizes, row!.seeds], [name, 3, 4]);
  }
});

Deno.test("learningRateTrend() leaves sizes aside where all diverged, and is undecided with one seed", () => {
  const frame = sweep(
    cells({ ...AXES, seed: [0] }),
    (cell, i) => cell.latent_size === 1 ? "diverged" : 10 ** (valley(cell, 1) + draws[i]!),
  );
  const [row] = learningRateTrend(frame, { by: [] }).toRecords();
  assert.deepEqual([row!.slope, row!.low, row!.direction, row!.sizes, row!.all_diverged], [
    -1,
    null,
    "undecided",
    2,
    1,
  ]);
});

Deno.test("learningRateTrend() is undecided where the seeds disagree on the direction", () => {
  const frame = sweep(
    cells(AXES),
    (cell) => 10 ** valley(cell, Number(cell.seed) % 2 === 0 ? 1 : -1),
  );
  const [row] = learningRateTrend(frame, { by: [] }).toRecords();
  assert.ok(Number(row!.low) < 0 && Number(row!.high) > 0);
  assert.equal(row!.direction, "undecided");
});

Deno.test("learningRateTrend() has no slope over one size, and refuses what has no logarithm", () => {
  const one = sweep(
    cells({ latent_size: [5], learning_rate: [0.1, 0.01] }),
    (_, i) => 0.1 + i / 10,
  );
  assert.equal(learningRateTrend(one, { by: [] }).toRecords()[0]!.slope, null);
  const zero = sweep(cells({ latent_size: [5, 9], learning_rate: [0] }), () => 0.5);
  assert.throws(
    () => learningRateTrend(zero, { by: [], axes: ["latent_size", "learning_rate"] }),
    InputError,
  );
});

Deno.test("learningRateTrend() of two seeds that agree on a coarse grid is undecided, of five it is not", () => {
  const direction = (count: number) => {
    const seed = Array.from({ length: count }, (_, i) => i);
    const frame = sweep(
      cells({ latent_size: [10, 100], learning_rate: [0.1, 0.01], seed }),
      ({ latent_size, learning_rate }) =>
        (latent_size === 10) === (learning_rate === 0.1) ? 0.1 : 0.2,
    );
    return learningRateTrend(frame, { by: [] }).toRecords()[0]!.direction;
  };
  assert.deepEqual([direction(2), direction(5)], ["undecided", "falls"]);
});

Deno.test("learningRateTrend() of a rate that never changes neither rises nor falls", () => {
  const frame = sweep(
    cells({ latent_size: [10, 30, 100], learning_rate: [0.1, 0.01], seed: [0, 1, 2, 3, 4] }),
    ({ learning_rate }) => learning_rate === 0.1 ? 0.1 : 0.2,
  );
  assert.equal(learningRateTrend(frame, { by: [] }).toRecords()[0]!.direction, "undecided");
});

Deno.test("learningRateTrend() takes the least bad rate where none is better than the mean predictor", () => {
  // Clipped at 1, all rates of size 1 were alike, and the first of the grid, 1e-4, was taken: a slope of 2.
  const frame = sweep(
    cells({ ...AXES, latent_size: [1, 10] }),
    ({ latent_size, learning_rate }) => (latent_size === 1 ? 2 : 0.5) - 10 * Number(learning_rate),
  );
  for (const treatment of ["clip", "rank"] as const) {
    const [row] = learningRateTrend(frame, { by: [], treatment }).toRecords();
    assertClose([Number(row!.slope)], [0], 1e-12);
  }
});
