import * as tf from "@tensorflow/tfjs";
import { reparameterize, squaredError } from "./gaussian.ts";
import { defineModel, type Model } from "./model.ts";
import { multilayerPerceptron } from "./multilayer_perceptron.ts";

/**
 * Info-VAE, its maximum mean discrepancy variant (Zhao, Song & Ermon 2017): ‖x − x̂‖² + λ·MMD²(q(z), N(0, I)).
 *
 * Options: `mmdWeight`, λ in units of the number of genes (default 1, so λ = G: the paper's tutorial
 * averages the error over genes, this is that per sample); `kernel` ("gaussian", or
 * "inverse-multiquadratic" as Tolstikhin et al. 2018 use); `bandwidth`, the kernel's squared width in units of
 * twice the latent size (default 1: without that growth MMD vanishes as the latent size grows).
 */
export const infoVae: Model = defineModel({
  ...multilayerPerceptron,
  name: "info-vae",
  options: {
    mmdWeight: {
      minimum: 0,
      default: 1,
      help: "weight of the discrepancy, per gene",
      symbol: "λ / G",
    },
    kernel: {
      choices: ["gaussian", "inverse-multiquadratic"],
      default: "gaussian",
      help: "kernel of the discrepancy",
    },
    bandwidth: {
      above: 0,
      default: 1,
      help: "the kernel's squared width, in units of twice the latent size",
    },
  },
  noise: ({ batch, latent }) => ({ epsilon: [batch, latent], prior: [batch, latent] }),
  loss(params, x, { epsilon, prior }, { mmdWeight, kernel, bandwidth }) {
    const { mean, logVariance } = this.encode(params, x); //               [B, d]
    const z = reparameterize(mean, logVariance, epsilon!); //              [B, d]
    const reconstruction = squaredError(x, this.decode(params, z)).mean();
    const mmd = maximumMeanDiscrepancy(z, prior!, { kernel, bandwidth });
    return { loss: reconstruction.add(mmd.mul(mmdWeight * x.shape[1]!)), reconstruction, mmd };
  },
});

/** k(a, b) = exp(−‖a − b‖² / s) or s / (s + ‖a − b‖²), s = bandwidth · 2 · latent size. */
export type Kernel = "gaussian" | "inverse-multiquadratic";

/**
 * Squared maximum mean discrepancy between two equally large samples, unbiased (Gretton et al. 2012,
 * equation 3): off-diagonal means of k(a, a) and k(b, b), minus twice the mean of k(a, b). It can be negative.
 *
 * @param a Points, [n, d], n ≥ 2.
 * @param b Points, [n, d].
 * @throws {RangeError} If there is only one point: an unbiased estimate needs two.
 *
 * @example
 * ```ts
 * import * as tf from "@tensorflow/tfjs";
 * import { maximumMeanDiscrepancy } from "./info_vae.ts";
 * await tf.setBackend("cpu");
 * const points = tf.tensor2d([[0], [1]]); // k(0, 1) = exp(−½); the mean of k(a, b) is (1 + exp(−½)) / 2
 * const mmd = maximumMeanDiscrepancy(points, points).dataSync()[0]!;
 * if (Math.abs(mmd - (Math.exp(-0.5) - 1)) > 1e-6) throw new Error("discrepancy");
 * ```
 */
export function maximumMeanDiscrepancy(
  a: tf.Tensor,
  b: tf.Tensor,
  options: { kernel?: Kernel; bandwidth?: number } = {},
): tf.Tensor {
  const { kernel = "gaussian", bandwidth = 1 } = options;
  const [n, d] = a.shape as [number, number];
  if (n < 2) {
    throw new RangeError("Cannot estimate a discrepancy from one sample: it needs two or more");
  }
  const width = 2 * d * bandwidth;
  const similarity = (p: tf.Tensor, q: tf.Tensor) => {
    const distance = squaredDistances(p, q); //                            [n, n]
    return kernel === "gaussian"
      ? distance.mul(-1 / width).exp()
      : tf.div(width, distance.add(width));
  };
  // Every point is as similar to itself as can be: k(p, p) = 1.
  const offDiagonal = (p: tf.Tensor) => similarity(p, p).sum().sub(n).div(n * (n - 1));
  return offDiagonal(a).add(offDiagonal(b)).sub(similarity(a, b).mean().mul(2));
}

/** ‖p_i − q_j‖² as ‖p_i‖² + ‖q_j‖² − 2 p_i·q_j, not below 0: rounding would let a kernel exceed 1. */
function squaredDistances(p: tf.Tensor, q: tf.Tensor): tf.Tensor {
  const norms = p.square().sum(1, true).add(q.square().sum(1).expandDims(0)); // [n, n]
  return norms.sub(tf.matMul(p, q, false, true).mul(2)).relu();
}
