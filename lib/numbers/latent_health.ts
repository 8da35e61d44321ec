import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { columnMeans } from "./column_means.ts";
import { dot } from "./dot.ts";
import { sum } from "./sum.ts";

/** What an encoder says about some samples, row-major samples × latent size. */
export interface Latent {
  readonly samples: number;
  readonly latentSize: number;
  readonly means: ArrayLike<number>;
  readonly logVariances: ArrayLike<number>;
}

/** Which latent dimensions are used, and how much. */
export interface LatentHealth {
  /** Variance over samples of the posterior mean, per dimension. */
  readonly activity: Float64Array;
  /** Dimensions whose activity exceeds the threshold. */
  readonly activeUnits: number;
  /** Mean over samples of KL(q(z_j|x) ‖ N(0, 1)) in nats, per dimension. */
  readonly kl: Float64Array;
  /** exp(entropy) of the normalized singular values of the centred means: 1 … latent size; 0 if they are constant. */
  readonly effectiveRank: number;
}

/** The posterior means, centred. */
function centred(latent: Latent): Matrix {
  const { samples, latentSize: d, means } = latent;
  const centre = columnMeans({ rows: samples, columns: d, values: means });
  const result = new Matrix(samples, d);
  for (let i = 0; i < samples * d; i++) {
    result.set(Math.floor(i / d), i % d, means[i]! - centre[i % d]!);
  }
  return result;
}

/** From the inner products of rows or of columns, whichever are fewer: both have the same eigenvalues above 0. */
function effectiveRank(means: Matrix): number {
  const other = means.transpose();
  const products = means.rows < means.columns ? means.mmul(other) : other.mmul(means);
  const { realEigenvalues } = new EigenvalueDecomposition(products, { assumeSymmetric: true });
  const largest = Math.max(...realEigenvalues, 0);
  // Rounding leaves eigenvalues of about 1e-16 of the largest, whose roots would count.
  const singular = realEigenvalues.filter((v) => v > 1e-14 * largest).map(Math.sqrt);
  const total = sum(singular);
  if (total === 0) return 0;
  return Math.exp(-singular.reduce((entropy, v) => entropy + v / total * Math.log(v / total), 0));
}

/** Sample variance of each column. */
function variances(means: Matrix): Float64Array {
  return Float64Array.from({ length: means.columns }, (_, column) => {
    const values = Float64Array.from(means.getColumn(column));
    return dot(values, values) / (means.rows - 1);
  });
}

/**
 * Health of a latent space: active units (Burda et al. 2015: variance of the posterior mean above 0.01), KL divergence per
 * dimension, and effective rank (Roy & Vetterli 2007).
 *
 * @param options `threshold`: the activity above which a unit is active. @default 0.01
 * @throws {RangeError} If there are fewer than 2 samples, the arrays do not fit the sizes or a number is not finite.
 *
 * @example One dimension is used, the other has collapsed to the prior
 * ```ts
 * import { latentHealth } from "./latent_health.ts";
 * const { activeUnits, kl, effectiveRank } = latentHealth({
 *   samples: 2, latentSize: 2, means: [-1, 0, 1, 0], logVariances: [0, 0, 0, 0],
 * });
 * if (activeUnits !== 1 || kl.join() !== "0.5,0" || effectiveRank !== 1) throw new Error("wrong health");
 * ```
 */
export function latentHealth(
  latent: Latent,
  { threshold = 0.01 }: { threshold?: number } = {},
): LatentHealth {
  const { samples, latentSize, means, logVariances } = latent, size = samples * latentSize;
  const kl = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    const mean = means[i]!, logVariance = logVariances[i]!;
    kl[i] = (mean * mean + Math.exp(logVariance) - 1 - logVariance) / 2;
  }
  if (
    samples < 2 || means.length !== size || logVariances.length !== size ||
    !kl.every(Number.isFinite)
  ) {
    throw new RangeError(
      `Cannot judge ${means.length} means and ${logVariances.length} log variances of ${samples} × ${latentSize}: ` +
        "it needs 2 samples and finite numbers",
    );
  }
  const centredMeans = centred(latent), activity = variances(centredMeans);
  const activeUnits = activity.filter((variance) => variance > threshold).length;
  return {
    activity,
    activeUnits,
    kl: columnMeans({ rows: samples, columns: latentSize, values: kl }),
    effectiveRank: effectiveRank(centredMeans),
  };
}
