import { hiddenLayer, linearLayer, type Model, type Network, vae } from "vae-sensitivity/models";

const encoder1 = hiddenLayer("encoder_1"), encoder2 = hiddenLayer("encoder_2");
const mean = linearLayer("mean"), logVariance = linearLayer("log_variance");
const decoder1 = hiddenLayer("decoder_1"), decoder2 = hiddenLayer("decoder_2");
const reconstruction = linearLayer("reconstruction");

/** Two hidden layers on either side: genes → hidden → hidden / 4 → latent, and back. */
export const deepNetwork: Network = {
  parameters({ genes, hidden, latent, normalization }) {
    const narrow = Math.ceil(hidden / 4);
    return {
      ...encoder1.parameters(genes, hidden, normalization),
      ...encoder2.parameters(hidden, narrow, normalization),
      ...mean.parameters(narrow, latent),
      ...logVariance.parameters(narrow, latent),
      ...decoder1.parameters(latent, narrow, normalization),
      ...decoder2.parameters(narrow, hidden, normalization),
      ...reconstruction.parameters(hidden, genes),
    };
  },
  encode(params, x) {
    const h = encoder2.apply(params, encoder1.apply(params, x));
    return { mean: mean.apply(params, h), logVariance: logVariance.apply(params, h) };
  },
  decode(params, z) {
    return reconstruction.apply(params, decoder2.apply(params, decoder1.apply(params, z)));
  },
};

/** The VAE's objective over that network. */
const deepVae: Model = { ...vae, ...deepNetwork, name: "deep-vae" };
export default deepVae;
