import assert from "node:assert/strict";
import { importanceWeightedBound } from "../../lib/numbers/importance_weighted_bound.ts";
import fixture from "../fixtures/log_likelihood.json" with { type: "json" };

const { value, ...drawn } = fixture.bound;

Deno.test("importanceWeightedBound() is what SciPy's densities give", () => {
  const found = importanceWeightedBound(drawn);
  assert.ok(Math.abs(found - value) < 1e-10 * Math.abs(value), `${found}, SciPy ${value}`);
});

Deno.test("importanceWeightedBound() of one vector for each sample is the mean of the logarithms", () => {
  // One gene, one dimension: log N(e; 0, 4) + log N(z; 0, 1) − log N(ε; 0, 1) + ½ log variance.
  const normal = (x: number, variance: number) =>
    -0.5 * (Math.log(2 * Math.PI * variance) + x ** 2 / variance);
  const of = (error: number, z: number, epsilon: number, logVariance: number) =>
    normal(error, 4) + normal(z, 1) - normal(epsilon, 1) + logVariance / 2;
  const expected = (of(3, 0.5, -1, 0.2) + of(1, -2, 0.3, -0.7)) / 2;
  const found = importanceWeightedBound({
    ...{ samples: 1, genes: 1, variance: 4, squaredErrors: [9, 1] },
    ...{ logVariance: [0.2, -0.7], noise: [-1, 0.3], latent: [0.5, -2] },
  });
  assert.ok(Math.abs(found - expected) < 1e-12);
});

Deno.test("importanceWeightedBound() neither overflows nor underflows, and is not finite where its numbers are not", () => {
  const far = drawn.squaredErrors.map((error) => error + 1e7);
  const shift = -1e7 / (2 * drawn.variance); // exp(shift) is 0 in float64
  const found = importanceWeightedBound({ ...drawn, squaredErrors: far });
  assert.ok(Math.abs(found - (value + shift)) < 1e-6);
  const none = drawn.squaredErrors.map(() => Infinity);
  assert.equal(importanceWeightedBound({ ...drawn, squaredErrors: none }), -Infinity);
  const unknown = [NaN, ...drawn.squaredErrors.slice(1)];
  assert.ok(Number.isNaN(importanceWeightedBound({ ...drawn, squaredErrors: unknown })));
  // One vector whose decoding overflows has no weight; the others tell.
  const one = [Infinity, ...drawn.squaredErrors.slice(1)];
  assert.ok(Number.isFinite(importanceWeightedBound({ ...drawn, squaredErrors: one })));
});
