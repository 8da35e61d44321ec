import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import {
  klDivergence,
  logNormal,
  reparameterize,
  squaredError,
} from "../../lib/models/gaussian.ts";
import { normalTensor, slope } from "./_setup.ts";

/** N(mean, variance)'s density. */
function density(z: number, mean: number, variance: number): number {
  return Math.exp(-((z - mean) ** 2) / (2 * variance)) / Math.sqrt(2 * Math.PI * variance);
}

Deno.test("klDivergence() equals the integral of q log(q/p)", () => {
  for (const [mean, logVariance] of [[0, 0], [0.7, -1], [-2, 0.5], [0.1, 2], [1.5, -3]] as const) {
    const variance = Math.exp(logVariance), width = 12 * Math.sqrt(variance), cells = 4000;
    let integral = 0;
    for (let i = 0; i < cells; i++) {
      const z = mean - width + (2 * width * (i + 0.5)) / cells, q = density(z, mean, variance);
      // log p written out: the density itself underflows far from its mean.
      if (q > 0) {
        integral += q * (Math.log(q) + z * z / 2 + Math.log(2 * Math.PI) / 2) * 2 * width / cells;
      }
    }
    const [kl] = klDivergence(tf.tensor2d([[mean]]), tf.tensor2d([[logVariance]])).dataSync();
    assert.ok(Math.abs(kl! - integral) < 1e-5, `mean ${mean}: ${kl}, integral ${integral}`);
  }
});

Deno.test("klDivergence() is zero for the prior, positive elsewhere, and adds up over dimensions", () => {
  const mean = normalTensor([50, 4], 1), logVariance = normalTensor([50, 4], 2);
  const kl = klDivergence(mean, logVariance),
    single = (i: number) =>
      klDivergence(mean.slice([0, i], [50, 1]), logVariance.slice([0, i], [50, 1]));
  assert.deepEqual([...klDivergence(tf.zeros([2, 3]), tf.zeros([2, 3])).dataSync()], [0, 0]);
  assert.ok(kl.dataSync().every((value) => value > 0));
  const sum = single(0).add(single(1)).add(single(2)).add(single(3));
  assert.ok(kl.sub(sum).abs().max().dataSync()[0]! < 1e-5);
});

Deno.test("logNormal() is the log of the normal density, also without a mean and variance", () => {
  const cases = [[0.3, 1, 0.5], [-2, 0, 0], [4, -1, 2]] as const;
  for (const [z, mean, logVariance] of cases) {
    const expected = Math.log(density(z, mean, Math.exp(logVariance)));
    const at = (value: number) => tf.tensor2d([[value]]);
    const found = logNormal(at(z), at(mean), at(logVariance)).dataSync()[0]!;
    assert.ok(Math.abs(found - expected) < 1e-5, `${found}, ${expected}`);
  }
  const z = normalTensor([5, 4, 3], 3);
  const standard = logNormal(z), general = logNormal(z, tf.zeros([4, 3]), tf.zeros([4, 3]));
  assert.deepEqual(standard.shape, [5, 4]);
  assert.ok(standard.sub(general).abs().max().dataSync()[0]! < 1e-6);
});

Deno.test("reparameterize() has the mean and variance it is given, for noise with leading dimensions", () => {
  const mean = tf.tensor2d([[1, -2]]), logVariance = tf.tensor2d([[Math.log(9), -4]]);
  const z = reparameterize(mean, logVariance, normalTensor([40_000, 1, 2], 4));
  assert.deepEqual(z.shape, [40_000, 1, 2]);
  const { mean: centre, variance } = tf.moments(z, [0, 1]);
  const [a, b] = centre.dataSync(), [u, v] = variance.dataSync();
  // Five standard errors of a mean and of a variance of 40,000 normal numbers.
  assert.ok(Math.abs(a! - 1) < 5 * 3 / 200 && Math.abs(b! + 2) < 5 * Math.exp(-2) / 200);
  const share = 5 * Math.sqrt(2 / 40_000);
  assert.ok(Math.abs(u! / 9 - 1) < share && Math.abs(v! / Math.exp(-4) - 1) < share);
});

Deno.test("squaredError() sums squares over genes without a half", () => {
  const x = tf.tensor2d([[1, 2, 3], [0, 0, 0]]), y = tf.tensor2d([[1, 0, 6], [1, 1, 1]]);
  assert.deepEqual([...squaredError(x, y).dataSync()], [13, 3]); // 0 + 4 + 9, 1 + 1 + 1
  const many = squaredError(x, tf.stack([y, x]));
  assert.deepEqual(many.shape, [2, 2]);
  assert.deepEqual([...many.dataSync()], [13, 3, 0, 0]);
});

Deno.test("squaredError() has the gradient of its finite differences, weighted and with samples", () => {
  const x = normalTensor([4, 5], 5), y = normalTensor([3, 4, 5], 6);
  const weights = normalTensor([3, 4], 7), direction = normalTensor([3, 4, 5], 8);
  const f = (estimate: tf.Tensor) => squaredError(x, estimate).mul(weights).sum() as tf.Scalar;
  const found = tf.grad(f)(y).mul(direction).sum().dataSync()[0]!;
  const expected = slope((step) => f(y.add(direction.mul(step))).dataSync()[0]!, 0.1);
  assert.ok(Math.abs(found / expected - 1) < 1e-4, `${found}, ${expected}`);
  assert.ok(Math.abs(expected) > 1, "the direction says nothing");
});
