import * as tf from "@tensorflow/tfjs";
import { klDivergence, reparameterize } from "./gaussian.ts";
import { defineModel, type Model } from "./model.ts";
import { multilayerPerceptron } from "./multilayer_perceptron.ts";

/**
 * LogCosh-VAE (Chen, Chen & Zhang 2018): Σ (1/a)·log cosh(a(x − x̂)) + β·KL(q(z | x) ‖ N(0, I)).
 * The error is quadratic near zero and absolute far from it; the sharpness a sets where it changes.
 *
 * Options: `sharpness` a (default 10), `klWeight` β (default 1).
 */
export const logCoshVae: Model = defineModel({
  ...multilayerPerceptron,
  name: "logcosh-vae",
  options: {
    sharpness: {
      above: 0,
      default: 10,
      help: "where the error turns from quadratic to absolute",
      symbol: "a",
    },
    klWeight: { minimum: 0, default: 1, help: "weight of the KL divergence", symbol: "β" },
  },
  noise: ({ batch, latent }) => ({ epsilon: [batch, latent] }),
  loss(params, x, { epsilon }, { sharpness, klWeight }) {
    const { mean, logVariance } = this.encode(params, x); //               [B, d]
    const z = reparameterize(mean, logVariance, epsilon!); //              [B, d]
    const reconstruction = logCoshError(x, this.decode(params, z), sharpness).mean();
    const kl = klDivergence(mean, logVariance).mean();
    return { loss: reconstruction.add(kl.mul(klWeight)), reconstruction, kl };
  },
});

/**
 * Σ (1/a)·log cosh(a(x − x̂)) of each sample, computed as (1/a)(|t| + log1p(exp(−2|t|)) − log 2), t = a(x − x̂):
 * the naive form overflows float32 at |t| = 89. Its gradient is tanh t.
 *
 * @param x Scaled expression, [batch, genes].
 * @param reconstruction x̂, [batch, genes].
 * @param sharpness a.
 * @returns One error per sample, [batch].
 *
 * @example
 * ```ts
 * import * as tf from "@tensorflow/tfjs";
 * import { logCoshError } from "./logcosh_vae.ts";
 * await tf.setBackend("cpu");
 * const error = logCoshError(tf.tensor2d([[1e4]]), tf.tensor2d([[0]]), 10).dataSync()[0]!;
 * if (Math.abs(error - (1e4 - Math.log(2) / 10)) > 0.01) throw new Error("not linear far away");
 * ```
 */
export function logCoshError(
  x: tf.Tensor,
  reconstruction: tf.Tensor,
  sharpness: number,
): tf.Tensor {
  const genes = x.shape.at(-1)!;
  return tf.customGrad((...[estimate, save]) => {
    const t = (estimate as tf.Tensor).sub(x).mul(sharpness), size = t.abs();
    (save as tf.GradSaveFunc)([t]);
    const sum = size.add(size.mul(-2).exp().log1p()).sum(-1);
    return {
      value: sum.sub(genes * Math.LN2).mul(1 / sharpness),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => saved[0]!.tanh().mul(dy.expandDims(-1)),
    };
  })(reconstruction);
}
