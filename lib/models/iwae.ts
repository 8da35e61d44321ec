import * as tf from "@tensorflow/tfjs";
import { logNormal, reparameterize, squaredError } from "./gaussian.ts";
import { defineModel, type Model } from "./model.ts";
import { multilayerPerceptron } from "./multilayer_perceptron.ts";

/**
 * Importance weighted autoencoder (Burda et al. 2015): −E[log 1/K Σ w_k], w_k = p(x, z_k) / q(z_k | x),
 * with log p(x | z) = −‖x − x̂‖². With one sample it is the VAE's loss, its KL sampled instead of integrated.
 *
 * Options: `samples` K (default 5).
 */
export const iwae: Model = defineModel({
  ...multilayerPerceptron,
  name: "iwae",
  options: {
    samples: {
      integer: true,
      minimum: 1,
      default: 5,
      help: "latent points drawn for each sample",
      symbol: "K",
    },
  },
  noise: ({ batch, latent }, { samples }) => ({ epsilon: [samples, batch, latent] }),
  loss(params, x, { epsilon }, { samples }) {
    const { mean, logVariance } = this.encode(params, x); //               [B, d]
    const z = reparameterize(mean, logVariance, epsilon!); //              [K, B, d]
    const rows = this.decode(params, z.reshape([-1, z.shape[2]!])); //     [K·B, G]
    const error = squaredError(x, rows.reshape([samples, ...x.shape])); // [K, B]
    const logWeight = logNormal(z).sub(logNormal(z, mean, logVariance)).sub(error);
    const bound = tf.logSumExp(logWeight, 0).sub(Math.log(samples)); //    [B]
    return { loss: bound.mean().neg(), reconstruction: error.mean() };
  },
});
