import assert from "node:assert/strict";
import { functionalAnova } from "../../lib/numbers/functional_anova.ts";
import { seedWeights } from "../../lib/numbers/seed_bootstrap.ts";
import { varianceShares } from "../../lib/numbers/variance_shares.ts";
import { assertClose, REFERENCE } from "./_reference.ts";
import { noise } from "../analysis/_sweeps.ts";

Deno.test("varianceShares() of a 2 × 2 table with two seeds is what a hand computes", () => {
  // Cell means 0, 2, 4, 10: effects −3, 3 of rows, −2, 2 of columns, 1 of both. Seeds: +1 −1 −1 +1, and the opposite, so
  // neither seed is higher; Σ of squares 8 over 3 · 1 degrees of freedom: s² = 8/3.
  const deviations = [1, -1, -1, 1];
  const values = [0, 2, 4, 10].flatMap((m, i) => [m + deviations[i]!, m - deviations[i]!]);
  const anova = functionalAnova({ sizes: [2, 2], seeds: 2, values: Float64Array.from(values) });
  const { variance, corrected, shares, totals, noise } = varianceShares(anova);
  assert.deepEqual([...variance], [9, 4, 1]);
  assertClose([noise!], [8 / 3], 1e-14);
  // Each has one of four degrees of freedom: 1/4 · (8/3)/2 = 1/3 is subtracted.
  assertClose(corrected, [9 - 1 / 3, 4 - 1 / 3, 1 - 1 / 3], 1e-14);
  assertClose(shares, [26 / 39, 11 / 39, 2 / 39], 1e-14);
  assertClose(totals, [28 / 39, 13 / 39], 1e-14);
});

Deno.test("varianceShares() do not take a harder split, which all cells share, for noise", () => {
  const draws = noise(10, 36);
  const shares = (shift: number) => {
    const values = Float64Array.from(
      draws,
      (draw, i) => Math.floor(i / 9) + draw + shift * (i % 3),
    );
    return varianceShares(functionalAnova({ sizes: [4, 3], seeds: 3, values }));
  };
  const without = shares(0), shifted = shares(50);
  assertClose(shifted.corrected, without.corrected, 1e-10);
  assertClose([shifted.noise!], [without.noise!], 1e-10);
  const resampled = (shift: number) =>
    varianceShares(
      functionalAnova({
        sizes: [4, 3],
        seeds: 3,
        values: Float64Array.from(draws, (draw, i) => Math.floor(i / 9) + draw + shift * (i % 3)),
      }),
      Float64Array.of(2 / 3, 1 / 3, 0),
    );
  assertClose(resampled(50).corrected, resampled(0).corrected, 1e-10);
});

Deno.test("varianceShares() of a single cell are of nothing", () => {
  const anova = functionalAnova({ sizes: [1], seeds: 2, values: Float64Array.of(1, 3) });
  const { shares, noise } = varianceShares(anova);
  assert.deepEqual([...shares, noise], [NaN, 0]);
});

Deno.test("varianceShares() with one seed subtract nothing", () => {
  const anova = functionalAnova({ sizes: [2], seeds: 1, values: Float64Array.of(0, 2) });
  const { corrected, shares, noise } = varianceShares(anova);
  assert.deepEqual([corrected[0], shares[0], noise], [1, 1, null]);
});

Deno.test("varianceShares() are not defined where nothing varies, rounding aside", () => {
  const values = new Float64Array(12).fill(0.1);
  const { shares } = varianceShares(functionalAnova({ sizes: [2, 3], seeds: 2, values }));
  assert.ok(shares.every(Number.isNaN), shares.join());
});

Deno.test("varianceShares() of pure noise are right on average: no variance is left", () => {
  const draws = noise(8, 200 * 24);
  let sum = 0, raw = 0;
  for (let i = 0; i < 200; i++) {
    const values = Float64Array.from(draws.slice(24 * i, 24 * i + 24));
    const result = varianceShares(functionalAnova({ sizes: [4, 2], seeds: 3, values }));
    sum += result.corrected.reduce((a, b) => a + b) / 200;
    raw += result.variance.reduce((a, b) => a + b) / 200;
  }
  // Without the correction it is 7/8 · 1/3; the standard error of the mean is about 0.012.
  assert.ok(Math.abs(raw - 7 / 24) < 0.05, String(raw));
  assert.ok(Math.abs(sum) < 0.05, String(sum));
});

Deno.test("varianceShares() of resamples are centred on those of the data", () => {
  const values = Float64Array.from(noise(9, 60)).map((value, i) => value + Math.floor(i / 20));
  const anova = functionalAnova({ sizes: [3, 4], seeds: 5, values });
  const resamples = seedWeights(5, { resamples: 4000 });
  const mean = anova.terms.map((_, t) =>
    resamples.reduce((sum, weights) => sum + varianceShares(anova, weights).corrected[t]!, 0) / 4000
  );
  const { corrected, variance } = varianceShares(anova);
  mean.forEach((value, t) =>
    assert.ok(Math.abs(value - corrected[t]!) < 0.06 * (1 + variance[t]!), `${t}`)
  );
});

Deno.test("varianceShares() refuse weights of another number of seeds", () => {
  const anova = functionalAnova({ sizes: [2], seeds: 2, values: Float64Array.of(0, 1, 2, 3) });
  assert.throws(() => varianceShares(anova, Float64Array.of(1)), /2 seeds by 1 weights/);
});

Deno.test("varianceShares() of resamples are those of the tables that NumPy puts together and analyses anew", () => {
  const { values, shares, noise, resamples } = REFERENCE.bootstrap;
  const anova = functionalAnova({ sizes: [3, 2], seeds: 5, values: Float64Array.from(values) });
  const found = varianceShares(anova);
  assertClose(found.shares, shares, 1e-9);
  assertClose([found.noise!], [noise], 1e-9);
  for (const { draw, shares } of resamples as { draw: number[]; shares: number[] }[]) {
    const weights = new Float64Array(5);
    for (const seed of draw) weights[seed]! += 0.2;
    assertClose(varianceShares(anova, weights).shares, shares, 1e-9);
  }
});
