import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { infoVae, type Kernel, maximumMeanDiscrepancy } from "../../lib/models/info_vae.ts";
import { defaultsOf } from "../../lib/models/model.ts";
import { lossOf, networkWeights, noiseOf, normalTensor, SIZES, slope } from "./_setup.ts";

/** The estimate by its definition, in float64: sums over all pairs. */
function discrepancy(a: number[][], b: number[][], kernel: Kernel, bandwidth: number): number {
  const n = a.length, s = 2 * a[0]!.length * bandwidth;
  const k = (p: number[], q: number[]) => {
    const distance = p.reduce((sum, value, i) => sum + (value - q[i]!) ** 2, 0);
    return kernel === "gaussian" ? Math.exp(-distance / s) : s / (s + distance);
  };
  let within = 0, across = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      if (i !== j) within += k(a[i]!, a[j]!) + k(b[i]!, b[j]!);
      across += k(a[i]!, b[j]!);
    }
  }
  return within / (n * (n - 1)) - 2 * across / n ** 2;
}

const KERNELS = ["gaussian", "inverse-multiquadratic"] as const;

Deno.test("maximumMeanDiscrepancy() equals its definition, for both kernels and any bandwidth", () => {
  const a = normalTensor([7, 4], 1), b = normalTensor([7, 4], 2).mul(1.5).add(0.3);
  const rows = (points: tf.Tensor) => points.arraySync() as number[][];
  for (const kernel of KERNELS) {
    for (const bandwidth of [1, 0.2, 5]) {
      const [found] = maximumMeanDiscrepancy(a, b, { kernel, bandwidth }).dataSync();
      const expected = discrepancy(rows(a), rows(b), kernel, bandwidth);
      assert.ok(Math.abs(found! - expected) < 1e-6, `${kernel}: ${found}, ${expected}`);
    }
  }
});

/** Mean and standard error of the discrepancy between N(0, I) and N(shift, scale²·I) over many draws. */
function overDraws(kernel: Kernel, d: number, shift: number, scale: number) {
  const values = Array.from({ length: 60 }, (_, draw) =>
    tf.tidy(() => {
      const a = normalTensor([64, d], 1000 + 2 * draw), b = normalTensor([64, d], 1001 + 2 * draw);
      return maximumMeanDiscrepancy(a, b.mul(scale).add(shift), { kernel }).dataSync()[0]!;
    }));
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) /
    (values.length - 1);
  return { mean, error: Math.sqrt(variance / values.length) };
}

for (const kernel of KERNELS) {
  Deno.test(`maximumMeanDiscrepancy() is unbiased: zero on average for one distribution, ${kernel}`, () => {
    for (const d of [2, 10, 50]) {
      const { mean, error } = overDraws(kernel, d, 0, 1);
      assert.ok(Math.abs(mean) < 4 * error, `d = ${d}: ${mean} ± ${error}`);
      assert.ok(error < 0.01, `d = ${d}: nothing is known with an error of ${error}`);
    }
  });

  Deno.test(`maximumMeanDiscrepancy() does not fade from 10 to 200 dimensions, ${kernel}`, () => {
    for (const [shift, scale] of [[0.5, 1], [0, 1.5], [0, 0.5]] as const) {
      const [low, high] = [10, 200].map((d) => overDraws(kernel, d, shift, scale));
      assert.ok(low!.mean > 10 * low!.error, "a mismatch is seen at all");
      const ratio = high!.mean / low!.mean;
      assert.ok(ratio > 0.5 && ratio < 2, `${shift}, ${scale}: ${low!.mean} to ${high!.mean}`);
    }
  });
}

Deno.test("maximumMeanDiscrepancy() has the gradient of its finite differences", () => {
  const a = normalTensor([6, 3], 3), b = normalTensor([6, 3], 4).add(1);
  for (const kernel of KERNELS) {
    const f = (points: tf.Tensor) => maximumMeanDiscrepancy(points, b, { kernel }) as tf.Scalar;
    const gradient = tf.grad(f)(a), found = gradient.norm().dataSync()[0]!;
    const along = gradient.div(found);
    const expected = slope((step) => f(a.add(along.mul(step))).dataSync()[0]!, 0.05);
    assert.ok(Math.abs(found / expected - 1) < 5e-3, `${kernel}: ${found}, ${expected}`);
  }
});

Deno.test("maximumMeanDiscrepancy() of one sample is refused, not undefined", () => {
  assert.throws(() => maximumMeanDiscrepancy(tf.zeros([1, 3]), tf.zeros([1, 3])), RangeError);
});

Deno.test("infoVae.loss() adds the discrepancy times weight times the number of genes", () => {
  const params = { weights: networkWeights(SIZES) },
    x = normalTensor([SIZES.batch, SIZES.genes], 5);
  const noise = noiseOf(infoVae, defaultsOf(infoVae), SIZES.batch, SIZES.latent);
  const at = (mmdWeight: number) =>
    lossOf(infoVae, params, x, { ...defaultsOf(infoVae), mmdWeight }, noise);
  const { mmd, reconstruction } = infoVae.loss(params, x, noise, defaultsOf(infoVae));
  const [discrepancy] = mmd!.dataSync(), [error] = reconstruction.dataSync();
  assert.ok(Math.abs(at(0) - error!) < 1e-5);
  assert.ok(Math.abs(at(2) - at(0) - 2 * SIZES.genes * discrepancy!) < 1e-4);
  assert.ok(Math.abs(discrepancy!) > 0.01);
});
