import { mean } from "./mean.ts";

/** What a generative model makes of samples: N samples, K latent vectors of d dimensions for each, drawn as mean + √variance · noise. */
export interface PosteriorSamples {
  /** K. */
  readonly samples: number;
  /** Logarithms of the posterior's variances, row-major [N, d]. */
  readonly logVariance: ArrayLike<number>;
  /** The standard normal numbers that the latent vectors were drawn with, [N, K, d]. */
  readonly noise: ArrayLike<number>;
  /** The latent vectors, [N, K, d]. */
  readonly latent: ArrayLike<number>;
  /** Squared error of each decoded vector, summed over genes, [N, K]. */
  readonly squaredErrors: ArrayLike<number>;
  /** Genes. */
  readonly genes: number;
  /** The variance of the normal distribution of a gene around its reconstruction. */
  readonly variance: number;
}

const LOG_TWO_PI = Math.log(2 * Math.PI);

/**
 * The importance-weighted bound on the log likelihood (Burda, Grosse & Salakhutdinov 2016, "Importance weighted
 * autoencoders"): mean over samples of log 1/K Σ p(x|z) p(z) / q(z|x), with p(x|z) = N(x̂, variance · I), p(z) = N(0, I) and q
 * the posterior that the latent vectors were drawn from. Its expectation never exceeds log p(x), rises with K, and is log
 * p(x) for any K where q is the true posterior.
 *
 * @returns Nats per sample; not finite where the network's numbers are not.
 *
 * @example A network that ignores its latent space: log N(x; x̂, 1) of one gene
 * ```ts
 * import { importanceWeightedBound } from "./importance_weighted_bound.ts";
 * const bound = importanceWeightedBound({
 *   ...{ samples: 2, genes: 1, variance: 1, squaredErrors: [4, 4] },
 *   ...{ logVariance: [0], noise: [0.5, -1], latent: [0.5, -1] }, // the posterior is the prior
 * });
 * if (Math.abs(bound - (-0.5 * Math.log(2 * Math.PI) - 2)) > 1e-12) throw new Error(`${bound}`);
 * ```
 */
export function importanceWeightedBound(drawn: PosteriorSamples): number {
  const { samples, logVariance, noise, latent, squaredErrors, genes, variance } = drawn;
  const count = squaredErrors.length / samples, size = logVariance.length / count;
  const density = -0.5 * genes * (LOG_TWO_PI + Math.log(variance));
  const bounds = Float64Array.from({ length: count }, (_, sample) => {
    const weights = Float64Array.from({ length: samples }, (_, k) => {
      const draw = sample * samples + k;
      let ratio = 0; // log p(z) − log q(z|x), whose constants cancel
      for (let i = 0; i < size; i++) {
        const z = latent[draw * size + i]!, epsilon = noise[draw * size + i]!;
        ratio += 0.5 * (epsilon * epsilon + logVariance[sample * size + i]! - z * z);
      }
      return density - squaredErrors[draw]! / (2 * variance) + ratio;
    });
    return logMeanExp(weights);
  });
  return mean(bounds);
}

/** log 1/n Σ exp(value), without overflow. */
function logMeanExp(values: Float64Array): number {
  const largest = values.reduce((a, b) => Math.max(a, b), -Infinity);
  if (!Number.isFinite(largest)) return largest;
  return largest + Math.log(mean(values.map((value) => Math.exp(value - largest))));
}
