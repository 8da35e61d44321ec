import * as tf from "@tensorflow/tfjs";
import type { Normalization, ParameterSpecs, Params } from "./network.ts";

/** A piece of a network: its parameters, and its map from [rows, inputs] to [rows, outputs]. */
export interface Layer {
  /** A normalization is what follows a hidden layer's linear map; other layers have none. */
  parameters(inputs: number, outputs: number, normalization?: Normalization): ParameterSpecs;
  apply(params: Params, x: tf.Tensor): tf.Tensor;
}

/**
 * The layer x·W + b, with parameters `<name>/kernel` (inputs × outputs) and `<name>/bias`.
 *
 * @example
 * ```ts
 * import * as tf from "@tensorflow/tfjs";
 * import { linearLayer } from "./linear_layer.ts";
 * await tf.setBackend("cpu");
 * const weights = { "mean/kernel": tf.tensor2d([[1], [2]]), "mean/bias": tf.tensor1d([3]) };
 * const y = linearLayer("mean").apply({ weights }, tf.tensor2d([[10, 100]]));
 * if (y.dataSync()[0] !== 213) throw new Error("expected 10 + 2 · 100 + 3");
 * ```
 */
export function linearLayer(name: string): Layer {
  return {
    parameters: (inputs, outputs) => ({
      [`${name}/kernel`]: { shape: [inputs, outputs], initial: { fanIn: inputs } },
      [`${name}/bias`]: { shape: [outputs], initial: { fanIn: inputs } },
    }),
    apply: ({ weights }, x) =>
      tf.add(tf.matMul(x, weights[`${name}/kernel`]!), weights[`${name}/bias`]!),
  };
}
