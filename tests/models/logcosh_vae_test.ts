import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { logCoshError, logCoshVae } from "../../lib/models/logcosh_vae.ts";
import { defaultsOf } from "../../lib/models/model.ts";
import { lossOf, networkWeights, noiseOf, normalTensor, SIZES, slope } from "./_setup.ts";

/** One residual's error. */
function errorOf(residual: number, sharpness: number): number {
  return logCoshError(tf.tensor2d([[residual]]), tf.tensor2d([[0]]), sharpness).dataSync()[0]!;
}

Deno.test("logCoshError() equals log cosh where that can be computed", () => {
  for (const sharpness of [1, 10, 50]) {
    for (const residual of [-3, -1, -0.3, -0.01, 0, 1e-3, 0.05, 0.7, 2]) {
      const expected = Math.log(Math.cosh(sharpness * residual)) / sharpness;
      const found = errorOf(residual, sharpness);
      // float32 has log 2 taken off again, which leaves 1e-7 of it.
      assert.ok(
        Math.abs(found - expected) < 2e-7 / sharpness + 1e-6 * expected,
        `a = ${sharpness}, ${residual}: ${found}, ${expected}`,
      );
    }
  }
});

Deno.test("logCoshError() does not overflow at residuals of ±1e4 and is linear there", () => {
  for (const residual of [1e4, -1e4]) {
    // log cosh t = |t| − log 2 to double precision far away.
    assert.ok(Math.abs(errorOf(residual, 10) - (1e4 - Math.LN2 / 10)) < 1e-2);
  }
  const f = (y: tf.Tensor) => logCoshError(tf.tensor2d([[1e4, -1e4]]), y, 10).sum() as tf.Scalar;
  assert.deepEqual([...tf.grad(f)(tf.zeros([1, 2])).dataSync()], [-1, 1]);
});

Deno.test("logCoshError() is quadratic near zero: half of a t² (Chen et al. 2018)", () => {
  // Many genes, so that the sum is large against what float32 leaves of log 2.
  const x = tf.fill([1, 1000], 0.02), found = logCoshError(x, tf.zeros([1, 1000]), 10);
  // log cosh t = t²/2 − t⁴/12 + …, with t = 0.2: a·r²/2 is 1000 · 10 · 0.0004 / 2 = 2, less 0.7 %.
  const expected = 2 - 1000 * 0.2 ** 4 / 12 / 10;
  assert.ok(Math.abs(found.dataSync()[0]! - expected) < 1e-3, `${found}`);
});

Deno.test("logCoshError() has the gradient of its finite differences, weighted", () => {
  const x = normalTensor([4, 5], 1), y = normalTensor([4, 5], 2);
  const weights = tf.tensor1d([1, -2, 0.5, 3]), direction = normalTensor([4, 5], 3);
  for (const sharpness of [0.5, 3, 10]) {
    const f = (estimate: tf.Tensor) =>
      logCoshError(x, estimate, sharpness).mul(weights).sum() as tf.Scalar;
    const found = tf.grad(f)(y).mul(direction).sum().dataSync()[0]!;
    const expected = slope((step) => f(y.add(direction.mul(step))).dataSync()[0]!, 3e-3);
    assert.ok(Math.abs(found - expected) < 5e-3 * Math.max(1, Math.abs(expected)), `${sharpness}`);
  }
});

Deno.test("logCoshVae.loss() adds the divergence times its weight", () => {
  const params = { weights: networkWeights(SIZES) },
    x = normalTensor([SIZES.batch, SIZES.genes], 5);
  const noise = noiseOf(logCoshVae, defaultsOf(logCoshVae), SIZES.batch, SIZES.latent);
  const at = (klWeight: number) =>
    lossOf(logCoshVae, params, x, { ...defaultsOf(logCoshVae), klWeight }, noise);
  const { kl } = logCoshVae.loss(params, x, noise, defaultsOf(logCoshVae));
  assert.ok(Math.abs(at(3) - at(0) - 3 * kl!.dataSync()[0]!) < 1e-4);
});
