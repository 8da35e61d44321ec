import type { Dataset } from "../data/dataset.ts";
import { importanceWeightedBound } from "../numbers/importance_weighted_bound.ts";
import { normal, permutation, PURPOSE, stream } from "../random.ts";
import type { AwaitedTraining, Job } from "./engine.ts";

/** Latent vectors that are drawn for each sample. */
const DRAWS = 10;

/** Most samples that are looked at, so that a large cohort takes no longer. */
const MOST_SAMPLES = 512;

/**
 * An importance-weighted estimate of the log likelihood of the test split, the same for every model: 10 latent vectors
 * from the encoder's posterior for each of at most 512 samples, drawn from the run's seed.
 *
 * @param variance That of a gene around its reconstruction: the run's mean squared error on the validation split.
 * @returns Nats per sample; not finite where the network's numbers are not.
 */
export async function testLogLikelihood(
  training: AwaitedTraining,
  { seed, latentSize }: Pick<Job, "seed" | "latentSize">,
  { test, genes }: Pick<Dataset, "test" | "genes">,
  variance: number,
): Promise<number> {
  const rows = permutation([seed, stream(PURPOSE.likelihood, 0)], test.rows).slice(0, MOST_SAMPLES);
  const noise = noiseOf(seed, rows.length * DRAWS * latentSize);
  const encoding = await training.encode("test");
  const pick = (values: Float32Array) =>
    Float32Array.from(
      { length: rows.length * latentSize },
      (_, i) => values[rows[Math.floor(i / latentSize)]! * latentSize + i % latentSize]!,
    );
  const mean = pick(encoding.mean), logVariance = pick(encoding.logVariance);
  const latent = noise.map((epsilon, i) => {
    const at = Math.floor(i / (DRAWS * latentSize)) * latentSize + i % latentSize;
    return mean[at]! + Math.exp(0.5 * logVariance[at]!) * epsilon;
  });
  const repeated = Int32Array.from(
    { length: rows.length * DRAWS },
    (_, i) => rows[Math.floor(i / DRAWS)]!,
  );
  const squaredErrors = await training.decodingErrors("test", repeated, latent);
  const bound = { samples: DRAWS, logVariance, noise, latent, squaredErrors };
  return importanceWeightedBound({ ...bound, genes: genes.length, variance });
}

/** Noise of the last few seeds and sizes, by these. */
const drawn = new Map<string, Float32Array>();

/** Seeds and sizes whose noise is kept: 4 MB each at latent size 200. */
const KEPT = 8;

/** Standard normal numbers that all trainings of a seed and a latent size share: drawn again for each, they take seconds. */
function noiseOf(seed: number, count: number): Float32Array {
  const key = `${seed} ${count}`;
  const noise = drawn.get(key) ?? normal([seed, stream(PURPOSE.likelihood, 1)], count);
  drawn.delete(key); // and again at the end: the map's order is that of last use
  drawn.set(key, noise);
  for (const oldest of drawn.keys()) if (drawn.size > KEPT) drawn.delete(oldest);
  return noise;
}
