import { hiddenLayer } from "./hidden_layer.ts";
import { linearLayer } from "./linear_layer.ts";
import type { Network } from "./network.ts";

const encoder = hiddenLayer("encoder"),
  mean = linearLayer("mean"),
  logVariance = linearLayer("log_variance"),
  decoder = hiddenLayer("decoder"),
  reconstruction = linearLayer("reconstruction");

/**
 * The network of the study's models: one hidden layer in the encoder, one in the decoder, and a linear
 * output. The log variance is not clamped: divergence is one of the outcomes that a sweep measures.
 *
 * @example
 * ```ts
 * import * as tf from "@tensorflow/tfjs";
 * import { multilayerPerceptron } from "./multilayer_perceptron.ts";
 * await tf.setBackend("cpu");
 * const { parameters, encode, decode } = multilayerPerceptron;
 * const specs = parameters({ genes: 12, hidden: 8, latent: 3 });
 * const weights = Object.fromEntries(
 *   Object.entries(specs).map(([name, { shape }]) => [name, tf.ones([...shape])]),
 * );
 * const { mean } = encode({ weights }, tf.zeros([4, 12]));
 * if (mean.shape.join() !== "4,3") throw new Error("unexpected shape");
 * if (decode({ weights }, mean).shape.join() !== "4,12") throw new Error("unexpected shape");
 * ```
 */
export const multilayerPerceptron: Network = {
  parameters: ({ genes, hidden, latent, normalization }) => ({
    ...encoder.parameters(genes, hidden, normalization),
    ...mean.parameters(hidden, latent),
    ...logVariance.parameters(hidden, latent),
    ...decoder.parameters(latent, hidden, normalization),
    ...reconstruction.parameters(hidden, genes),
  }),
  encode(params, x) {
    const h = encoder.apply(params, x); //                                   [B, H]
    return { mean: mean.apply(params, h), logVariance: logVariance.apply(params, h) };
  },
  decode: (params, z) => reconstruction.apply(params, decoder.apply(params, z)),
};
