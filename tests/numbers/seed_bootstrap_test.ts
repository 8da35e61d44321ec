import assert from "node:assert/strict";
import { bootstrapInterval, overResamples, seedWeights } from "../../lib/numbers/seed_bootstrap.ts";
import { assertClose, REFERENCE } from "./_reference.ts";
import { noise } from "../analysis/_sweeps.ts";

Deno.test("seedWeights() are the same for the same seed and others for another", () => {
  const draw = (resamplingSeed: number) => seedWeights(5, { resamples: 50, resamplingSeed });
  assert.deepEqual(draw(1), draw(1));
  assert.notDeepEqual(draw(1), draw(2));
});

Deno.test("seedWeights() draw each seed equally often and sum to 1", () => {
  const weights = seedWeights(4, { resamples: 5000 }), mean = [0, 0, 0, 0];
  for (const resample of weights) {
    assert.equal(resample.reduce((sum, weight) => sum + weight), 1);
    resample.forEach((weight, seed) => mean[seed]! += weight / 5000);
  }
  // Standard error of each mean: sqrt(1/4 · 3/4 / 4 / 5000) = 0.003.
  for (const share of mean) assert.ok(Math.abs(share - 0.25) < 0.012, String(share));
});

Deno.test("overResamples() gives what mapping each resample gives", () => {
  const statistic = (weights: Float64Array) => weights[0]! - 2 * weights[2]!;
  const options = { resamples: 200 };
  assert.deepEqual(overResamples(3, options, statistic), seedWeights(3, options).map(statistic));
});

Deno.test("bootstrapInterval() says nothing about the spread of one seed", () => {
  assert.equal(bootstrapInterval([1, 2, 3], 1), null);
  assert.equal(bootstrapInterval([], 5), null);
});

Deno.test("bootstrapInterval() of fewer than five seeds is Student's, with the bootstrap's standard error", () => {
  // Resamples of the mean of 0 and 1: 0, 1/2, 1/2, 1. Their deviation is √(1/8), and √2 times that the standard error.
  const { low, high } = bootstrapInterval([0, 0.5, 0.5, 1], 2)!;
  assert.ok(
    Math.abs(low - (0.5 - 12.7062 * 0.5)) < 1e-3 && Math.abs(high - (0.5 + 12.7062 * 0.5)) < 1e-3,
  );
});

Deno.test("bootstrapInterval() of a mean of three normal numbers covers it at least as often as it says", () => {
  const experiments = 250, data = noise(12, 3 * experiments);
  let covered = 0;
  for (let i = 0; i < experiments; i++) {
    const sample = data.slice(3 * i, 3 * i + 3);
    const means = overResamples(
      3,
      { resamples: 800, resamplingSeed: i },
      (weights) => weights.reduce((sum, weight, seed) => sum + weight * sample[seed]!, 0),
    );
    const { low, high } = bootstrapInterval(means, 3)!;
    covered += Number(low <= 0 && 0 <= high);
  }
  // The range of all resamples covers 75 % here.
  assert.ok(covered / experiments > 0.92, `covered ${covered} of ${experiments}`);
});

Deno.test("bootstrapInterval() of a mean of five normal numbers covers it about as often as it says", () => {
  const experiments = 250, data = noise(11, 5 * experiments);
  let covered = 0;
  for (let i = 0; i < experiments; i++) {
    const sample = data.slice(5 * i, 5 * i + 5);
    const means = overResamples(
      5,
      { resamples: 800, resamplingSeed: i },
      (weights) => weights.reduce((sum, weight, seed) => sum + weight * sample[seed]!, 0),
    );
    const { low, high } = bootstrapInterval(means, 5)!;
    covered += Number(low <= 0 && 0 <= high);
  }
  // The plain percentile interval covers 83 % here; 250 experiments at 95 % have a standard error of 1.4 %.
  assert.ok(covered / experiments > 0.9, `covered ${covered} of ${experiments}`);
});

Deno.test("bootstrapInterval() of given draws agrees with NumPy and SciPy, for five seeds and for three", () => {
  const { draws, five_seeds, three_seeds } = REFERENCE.bootstrap;
  const five = bootstrapInterval(draws, 5)!, three = bootstrapInterval(draws, 3)!;
  assertClose([five.low, five.high], five_seeds, 1e-6);
  assertClose([three.low, three.high], three_seeds, 1e-8);
});
