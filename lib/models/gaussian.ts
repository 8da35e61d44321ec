import * as tf from "@tensorflow/tfjs";

/**
 * Latent points by the reparameterization trick (Kingma & Welling 2014): mean + exp(½ log variance)·ε.
 *
 * @param mean Posterior mean, [batch, latent].
 * @param logVariance Posterior log variance, [batch, latent].
 * @param epsilon Standard normal noise, [..., batch, latent].
 * @returns Latent points of epsilon's shape.
 *
 * @example
 * ```ts
 * import * as tf from "@tensorflow/tfjs";
 * import { reparameterize } from "./gaussian.ts";
 * await tf.setBackend("cpu");
 * const z = reparameterize(tf.scalar(1), tf.scalar(Math.log(4)), tf.scalar(3));
 * if (Math.abs(z.dataSync()[0]! - 7) > 1e-5) throw new Error("expected 1 + 2 · 3");
 * ```
 */
export function reparameterize(
  mean: tf.Tensor,
  logVariance: tf.Tensor,
  epsilon: tf.Tensor,
): tf.Tensor {
  return mean.add(logVariance.mul(0.5).exp().mul(epsilon));
}

/**
 * KL(q ‖ N(0, I)) of diagonal normals: ½ Σ(mean² + exp(log variance) − 1 − log variance), in nats.
 *
 * @param mean Posterior mean, [batch, latent].
 * @param logVariance Posterior log variance, [batch, latent].
 * @returns One divergence per sample, [batch].
 *
 * @example
 * ```ts
 * import * as tf from "@tensorflow/tfjs";
 * import { klDivergence } from "./gaussian.ts";
 * await tf.setBackend("cpu");
 * const kl = klDivergence(tf.tensor2d([[1, 2]]), tf.zeros([1, 2])).dataSync()[0];
 * if (kl !== 2.5) throw new Error("expected ½(1 + 4)");
 * ```
 */
export function klDivergence(mean: tf.Tensor, logVariance: tf.Tensor): tf.Tensor {
  return mean.square().add(logVariance.exp()).sub(logVariance).sub(1).sum(-1).mul(0.5);
}

/** log 2π, the constant of a normal density. */
const LOG_2PI = Math.log(2 * Math.PI);

/**
 * Log density of diagonal normals with their constants, summed over the last dimension, in nats.
 * Without a mean and log variance it is that of N(0, I).
 *
 * @param z Points, [..., batch, latent].
 * @param mean Means, [batch, latent].
 * @param logVariance Log variances, [batch, latent].
 * @returns Log densities, [..., batch].
 *
 * @example
 * ```ts
 * import * as tf from "@tensorflow/tfjs";
 * import { logNormal } from "./gaussian.ts";
 * await tf.setBackend("cpu");
 * const density = logNormal(tf.tensor1d([1])).dataSync()[0]!;
 * if (Math.abs(density + 0.5 * (1 + Math.log(2 * Math.PI))) > 1e-6) throw new Error("density");
 * ```
 */
export function logNormal(z: tf.Tensor, mean?: tf.Tensor, logVariance?: tf.Tensor): tf.Tensor {
  if (!mean || !logVariance) return z.square().add(LOG_2PI).sum(-1).mul(-0.5);
  const scaled = z.sub(mean).square().mul(logVariance.neg().exp());
  return scaled.add(logVariance).add(LOG_2PI).sum(-1).mul(-0.5);
}

/**
 * ‖x − x̂‖² of each sample: the squared error summed over genes, no ½.
 *
 * Its gradient is written out because autodiff would go through four tensors of x̂'s size where one
 * multiplication does; x is data and gets none.
 *
 * @param x Scaled expression, [batch, genes].
 * @param reconstruction x̂, [..., batch, genes].
 * @returns One error per sample, [..., batch].
 *
 * @example
 * ```ts
 * import * as tf from "@tensorflow/tfjs";
 * import { squaredError } from "./gaussian.ts";
 * await tf.setBackend("cpu");
 * const error = squaredError(tf.tensor2d([[1, 2]]), tf.tensor2d([[0, 4]])).dataSync()[0];
 * if (error !== 5) throw new Error("expected 1 + 4");
 * ```
 */
export function squaredError(x: tf.Tensor, reconstruction: tf.Tensor): tf.Tensor {
  return tf.customGrad((...[estimate, save]) => {
    const residual = (estimate as tf.Tensor).sub(x);
    (save as tf.GradSaveFunc)([residual]);
    return {
      value: residual.square().sum(-1),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => saved[0]!.mul(dy.mul(2).expandDims(-1)),
    };
  })(reconstruction);
}
