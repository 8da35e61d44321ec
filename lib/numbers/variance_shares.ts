import { meanProducts } from "./_mean_products.ts";
import type { Anova } from "./functional_anova.ts";
import { sum } from "./sum.ts";

/** How much of the variance over the grid each subset of the axes carries. */
export interface VarianceShares {
  /** V_U of the cell means over the seeds, one per term. */
  readonly variance: Float64Array;
  /** The part of `variance` that differences between seeds add to it; null with one seed: nothing is known of it. */
  readonly noise: Float64Array | null;
  /** V_U without it; may be negative where there is nothing but noise. */
  readonly corrected: Float64Array;
  /** S_U: corrected V_U over their sum; NaN where that is not above 0: nothing varies but noise. */
  readonly shares: Float64Array;
  /** Per axis, the sum of S_U over all subsets with that axis. */
  readonly totals: Float64Array;
}

/** Variance that a constant table may show by rounding alone. */
function rounding({ seeds, products }: Anova): number {
  return 1e-24 * Math.max(...Array.from({ length: seeds }, (_, r) => products[r * seeds + r]!));
}

/** The total share of each axis from the shares of the subsets. */
function totalShares(anova: Anova, shares: Float64Array): Float64Array {
  const totals = new Float64Array(anova.axes);
  anova.terms.forEach((term, t) => term.axes.forEach((axis) => totals[axis]! += shares[t]!));
  return totals;
}

/**
 * Variances and shares of a decomposed table, freed from the noise between seeds: V_U is the mean of f_U(seed r) · f_U(seed s)
 * over pairs of different seeds. What is new in each seed has no part in such a product on average, so that is unbiased whatever
 * the noise is: also where a seed's split moves all configurations of an optimizer or learning rate alike, which a residual mean
 * square, pooled over cells, would not see (on the reference sweep of 720 runs the seed × learning rate mean square is 9.5 times
 * as large). It is the estimator of variance components by symmetric sums (Koch 1967, Technometrics 9:93).
 *
 * One seed has no pair: its variances are those of the table as it is, noise included.
 *
 * @param kept Positions of the seeds to use, at least one. @default all
 * @throws {RangeError} If there is no such seed.
 *
 * @example Noise is taken off the main effect
 * ```ts
 * import { functionalAnova } from "./functional_anova.ts";
 * import { varianceShares } from "./variance_shares.ts";
 * // Effects of ±3 with one seed and ±1 with the other: the means' variance is 4, the product of the two 3.
 * const anova = functionalAnova({ sizes: [2], seeds: 2, values: Float64Array.of(-1, 1, 5, 3) });
 * const { variance, noise, corrected } = varianceShares(anova);
 * if (variance[0] !== 4 || noise![0] !== 1 || corrected[0] !== 3) throw new Error("wrong correction");
 * ```
 */
export function varianceShares(
  anova: Anova,
  kept: readonly number[] = [...Array(anova.seeds).keys()],
): VarianceShares {
  const { seeds, terms } = anova;
  if (kept.length === 0 || kept.some((seed) => !(seed >= 0 && seed < seeds))) {
    throw new RangeError(`Cannot use seeds [${kept}] of ${seeds}: name positions from 0`);
  }
  const means = terms.map(({ products }) => meanProducts(products, seeds, kept));
  const variance = Float64Array.from(means, ({ all }) => all);
  const corrected = Float64Array.from(means, ({ pairs }) => pairs);
  const noise = kept.length > 1 ? variance.map((value, t) => value - corrected[t]!) : null;
  const total = sum(corrected);
  const shares = corrected.map((value) => total > rounding(anova) ? value / total : NaN);
  return { variance, noise, corrected, shares, totals: totalShares(anova, shares) };
}
