import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { defaultsOf, type Model, MODELS } from "../../lib/models/mod.ts";
import type { NetworkSizes } from "../../lib/models/network.ts";
import { domainProblem } from "../../lib/models/option.ts";
import { lossOf, networkWeights, noiseOf, normalTensor, SIZES, slope } from "./_setup.ts";

const { genes, hidden, latent, batch } = SIZES;
const x = normalTensor([batch, genes], 50);

Deno.test("MODELS are known by their own names, and take their options' own defaults", () => {
  for (const [name, model] of Object.entries(MODELS)) {
    assert.equal(model.name, name);
    for (const option of Object.values(model.options)) {
      assert.equal(domainProblem(option.default, option), null);
      assert.match(option.help, /^[a-z].*[^.]$/);
    }
  }
});

for (const model of Object.values(MODELS)) {
  Deno.test(`${model.name}.loss() gives scalars, with and without leading samples in its noise`, () => {
    const noise = noiseOf(model, defaultsOf(model), batch, latent);
    const terms = model.loss({ weights: networkWeights(SIZES) }, x, noise, defaultsOf(model));
    assert.ok("loss" in terms && "reconstruction" in terms);
    for (const [name, term] of Object.entries(terms)) {
      assert.deepEqual(term.shape, [], name);
      assert.ok(Number.isFinite(term.dataSync()[0]), name);
    }
  });

  for (const normalization of ["batch", "none"] as const) {
    Deno.test(`${model.name}.loss() has the gradient of its finite differences, normalization ${normalization}`, () => {
      checkGradient(model, { genes, hidden, latent, normalization });
    });
  }
}

/**
 * Along the gradient of each parameter by itself the loss must rise by the gradient's length. A step of
 * 0.001 and losses near 20 leave an error of some 1e-3; these weights have no kink of a relu that near.
 */
function checkGradient(model: Model, sizes: NetworkSizes): void {
  const weights = networkWeights(sizes, 5), names = Object.keys(weights);
  const noise = noiseOf(model, defaultsOf(model), batch, latent);
  const f = (values: Record<string, tf.Tensor>) =>
    lossOf(model, { weights: values }, x, defaultsOf(model), noise);
  const { grads } = tf.valueAndGrads((...tensors: tf.Tensor[]) => {
    const values = Object.fromEntries(names.map((name, i) => [name, tensors[i]!]));
    return model.loss({ weights: values }, x, noise, defaultsOf(model)).loss as tf.Scalar;
  })(names.map((name) => weights[name]!));
  names.forEach((name, i) => {
    const length = grads[i]!.norm().dataSync()[0]!;
    if (normalizedAway(name, sizes)) return assert.equal(length, 0, name);
    const along = grads[i]!.div(length);
    const shifted = (step: number) => ({ ...weights, [name]: weights[name]!.add(along.mul(step)) });
    const expected = slope((step) => f(shifted(step)), 0.001);
    assert.ok(
      Math.abs(length - expected) < 0.005 * (length + 0.1),
      `${name}: ${length}, ${expected}`,
    );
  });
}

/** The biases before a normalization, whose gradient is zero to the last bit. */
function normalizedAway(name: string, { normalization }: NetworkSizes): boolean {
  return normalization === "batch" && /coder_hidden\/bias/.test(name);
}
