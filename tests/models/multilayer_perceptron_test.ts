import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import type { Moments } from "../../lib/models/network.ts";
import { multilayerPerceptron } from "../../lib/models/multilayer_perceptron.ts";
import { networkWeights, normalTensor, SIZES } from "./_setup.ts";

const { genes, hidden, latent } = SIZES;
const { parameters, encode, decode } = multilayerPerceptron;
const values = (tensor: tf.Tensor) => [...tensor.dataSync()];

/** The largest difference of two tensors. */
function difference(a: tf.Tensor, b: tf.Tensor): number {
  assert.deepEqual(a.shape, b.shape);
  return a.sub(b).abs().max().dataSync()[0]!;
}

Deno.test("parameters() names every parameter of the network, with and without normalization", () => {
  const layers = ["encoder_hidden", "mean", "log_variance", "decoder_hidden", "reconstruction"];
  const linear = layers.flatMap((layer) => [`${layer}/kernel`, `${layer}/bias`]);
  const norms = ["encoder", "decoder"].flatMap((part) => [
    `${part}_norm/scale`,
    `${part}_norm/offset`,
  ]);
  assert.deepEqual(Object.keys(parameters(SIZES)).sort(), [...linear, ...norms].sort());
  const none = parameters({ ...SIZES, normalization: "none" });
  assert.deepEqual(Object.keys(none).sort(), linear.sort());
  const count = Object.values(parameters({ genes: 5000, hidden: 512, latent: 50 }))
    .reduce((sum, { shape }) => sum + shape.reduce((product, length) => product * length, 1), 0);
  // By hand: 5000·512 + 512 + 2·512 + 2·(512·50 + 50) + 50·512 + 512 + 2·512 + 512·5000 + 5000
  assert.equal(count, 5_204_972);
});

Deno.test("encode() normalizes by the batch in training and tells of its moments, biased", () => {
  const weights = networkWeights(SIZES), x = normalTensor([5, genes], 1).mul(3).add(1);
  const seen: [string, Moments, number][] = [];
  const observe = (layer: string, moments: Moments, rows: number) =>
    void seen.push([layer, moments, rows]);
  encode({ weights, observe }, x);
  assert.deepEqual(seen.map(([layer, , rows]) => [layer, rows]), [["encoder_norm", 5]]);
  const pre = x.matMul(weights["encoder_hidden/kernel"]!).add(weights["encoder_hidden/bias"]!);
  const { mean, variance } = tf.moments(pre, 0); // tf's variance is biased as well
  assert.ok(difference(seen[0]![1].mean, mean) < 1e-5);
  assert.ok(difference(seen[0]![1].variance, variance) < 1e-4);
});

Deno.test("encode() with moments is an affine map of each row by itself, and tells nobody", () => {
  const weights = { ...networkWeights(SIZES) }, x = normalTensor([5, genes], 2);
  weights["encoder_norm/scale"] = normalTensor([hidden], 3).abs();
  weights["encoder_norm/offset"] = normalTensor([hidden], 4);
  const moments = {
    encoder_norm: { mean: normalTensor([hidden], 5), variance: normalTensor([hidden], 6).abs() },
  };
  const observe = () => assert.fail("observed in evaluation");
  const all = encode({ weights, moments, observe }, x).mean;
  const alone = encode({ weights, moments, observe }, x.slice([2, 0], [1, genes])).mean;
  assert.ok(difference(all.slice([2, 0], [1, latent]), alone) < 1e-6);
  const { mean, variance } = moments.encoder_norm;
  const h = x.matMul(weights["encoder_hidden/kernel"]!).add(weights["encoder_hidden/bias"]!)
    .sub(mean).div(variance.add(1e-5).sqrt()) // ε of PyTorch and of Ioffe & Szegedy
    .mul(weights["encoder_norm/scale"]!).add(weights["encoder_norm/offset"]!).relu();
  const expected = h.matMul(weights["mean/kernel"]!).add(weights["mean/bias"]!);
  assert.ok(difference(all, expected) < 1e-5);
});

Deno.test("encode() without normalization is relu of a linear map", () => {
  const weights = networkWeights({ ...SIZES, normalization: "none" }),
    x = normalTensor([4, genes], 7);
  const h = x.matMul(weights["encoder_hidden/kernel"]!).add(weights["encoder_hidden/bias"]!).relu();
  const { mean, logVariance } = encode({ weights }, x);
  const head = (name: string) => h.matMul(weights[`${name}/kernel`]!).add(weights[`${name}/bias`]!);
  assert.ok(difference(mean, head("mean")) < 1e-6);
  assert.ok(difference(logVariance, head("log_variance")) < 1e-6);
});

Deno.test("encode() and decode() give a bias before a normalization a gradient of exactly zero", () => {
  const weights = networkWeights(SIZES, 4), x = normalTensor([6, genes], 9);
  const loss = (bias: tf.Tensor, other: tf.Tensor) => {
    const all = { ...weights, "encoder_hidden/bias": bias, "decoder_hidden/bias": other };
    return decode({ weights: all }, encode({ weights: all }, x).mean).square().sum() as tf.Scalar;
  };
  const biases = [weights["encoder_hidden/bias"]!, weights["decoder_hidden/bias"]!];
  for (const gradient of tf.grads(loss)(biases)) {
    assert.deepEqual(values(gradient), Array(hidden).fill(0));
  }
  // And rightly so: the loss does not depend on them.
  const [encoder, decoder] = biases as [tf.Tensor, tf.Tensor];
  const moved = loss(encoder.add(0.5), decoder.sub(0.5)).dataSync()[0]!;
  assert.ok(Math.abs(moved / loss(encoder, decoder).dataSync()[0]! - 1) < 1e-5);
});
