import * as tf from "@tensorflow/tfjs";
import type { Model, ModelOptions, Noise } from "../../lib/models/model.ts";
import { multilayerPerceptron } from "../../lib/models/multilayer_perceptron.ts";
import type { NetworkSizes, Params } from "../../lib/models/network.ts";
import { normal } from "../../lib/random.ts";
import { loadTensorFlow } from "../../lib/tensorflow/load.ts";

await loadTensorFlow({ backend: "cpu" });

/** Sizes of a network for tests, and of a batch. */
export const SIZES = { genes: 12, hidden: 8, latent: 3, batch: 6 } as const;

/** A tensor of reproducible standard normal numbers. */
export function normalTensor(shape: readonly number[], seed: number): tf.Tensor {
  const size = shape.reduce((product, length) => product * length, 1);
  return tf.tensor(normal([seed, 77], size), [...shape]);
}

/** Weights of a network: normal, divided by the root of the number of inputs. */
export function networkWeights(sizes: NetworkSizes, seed = 0): Record<string, tf.Tensor> {
  return Object.fromEntries(
    Object.entries(multilayerPerceptron.parameters(sizes)).map(([name, { shape, initial }], i) => [
      name,
      "constant" in initial
        ? tf.fill([...shape], initial.constant)
        : normalTensor(shape, 100 * seed + i).div(Math.sqrt(initial.fanIn)),
    ]),
  );
}

/** A model's noise for a batch. */
export function noiseOf(model: Model, options: ModelOptions, batch: number, latent: number): Noise {
  const shapes = Object.entries(model.noise({ batch, latent }, options));
  return Object.fromEntries(
    shapes.map(([name, shape], i) => [name, normalTensor(shape, 900 + i)]),
  );
}

/** A model's loss of a batch as a number. */
export function lossOf(
  model: Model,
  params: Params,
  x: tf.Tensor,
  options: ModelOptions,
  noise: Noise,
): number {
  return tf.tidy(() => model.loss(params, x, noise, options).loss.dataSync()[0]!);
}

/**
 * The derivative of a function in a direction, from its values on both sides: the error of float32 values
 * of size f is about 1e-7·f/step, that of the formula step².
 */
export function slope(f: (shift: number) => number, step: number): number {
  return (f(step) - f(-step)) / (2 * step);
}
