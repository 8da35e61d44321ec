import { klDivergence, reparameterize, squaredError } from "./gaussian.ts";
import { defineModel, type Model } from "./model.ts";
import { multilayerPerceptron } from "./multilayer_perceptron.ts";

/**
 * Variational autoencoder (Kingma & Welling 2014): ‖x − x̂‖² + β·KL(q(z | x) ‖ N(0, I)).
 *
 * Options: `klWeight` β (default 1; other values make it Higgins et al.'s 2017 β-VAE).
 */
export const vae: Model = defineModel({
  ...multilayerPerceptron,
  name: "vae",
  options: {
    klWeight: { minimum: 0, default: 1, help: "weight of the KL divergence", symbol: "β" },
  },
  noise: ({ batch, latent }) => ({ epsilon: [batch, latent] }),
  loss(params, x, { epsilon }, { klWeight }) {
    const { mean, logVariance } = this.encode(params, x); //               [B, d]
    const z = reparameterize(mean, logVariance, epsilon!); //              [B, d]
    const reconstruction = squaredError(x, this.decode(params, z)).mean();
    const kl = klDivergence(mean, logVariance).mean();
    return { loss: reconstruction.add(kl.mul(klWeight)), reconstruction, kl };
  },
});
