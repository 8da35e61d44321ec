import type { Anova } from "./functional_anova.ts";
import { sum } from "./sum.ts";

/** How much of the variance over the grid each subset of the axes carries. */
export interface VarianceShares {
  /** V_U of the cell means, one per term. */
  readonly variance: Float64Array;
  /** V_U minus what noise between seeds adds to it; may be negative where there is nothing but noise. */
  readonly corrected: Float64Array;
  /** S_U: corrected V_U over their sum; NaN where nothing varies. */
  readonly shares: Float64Array;
  /** Per axis, the sum of S_U over all subsets with that axis. */
  readonly totals: Float64Array;
  /**
   * Variance between seeds within a cell, pooled over cells, less what a seed does to all cells alike; null with one seed:
   * then nothing is subtracted.
   */
  readonly noise: number | null;
}

/** wᵀ·products·w. */
function quadratic(products: Float64Array, weights: Float64Array): number {
  const seeds = weights.length;
  let sum = 0;
  for (let r = 0; r < seeds; r++) {
    if (weights[r] === 0) continue;
    let row = 0;
    for (let s = 0; s < seeds; s++) row += products[r * seeds + s]! * weights[s]!;
    sum += weights[r]! * row;
  }
  return sum;
}

/**
 * The residual mean square of cells × seeds. A seed's split is the same for all cells: what it adds to every cell alike is no
 * part of any V_U, so it must not be subtracted as if it were; the terms' own products are free of it.
 */
function betweenSeeds({ seeds, cells, terms }: Anova, weights: Float64Array): number {
  if (cells < 2) return 0;
  let within = 0;
  for (const { products } of terms) {
    for (let r = 0; r < seeds; r++) within += weights[r]! * products[r * seeds + r]!;
    within -= quadratic(products, weights);
  }
  return Math.max(0, seeds / (seeds - 1) * cells / (cells - 1) * within);
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
 * Variances and shares of a decomposed table, freed from the noise between seeds: each cell mean of R seeds carries noise
 * of variance s²/R, which adds (degrees of freedom / cells) · s²/R to V_U and is subtracted. That is unbiased also where
 * cells differ in their noise, and whatever a seed does to all cells alike.
 *
 * @param weights Weights of the seeds in a bootstrap resample; a resample adds its own noise to that of the data, so both
 * are subtracted. Without weights: the seeds as they are.
 * @throws {RangeError} If the weights are not one per seed.
 *
 * @example Noise is taken off the main effect
 * ```ts
 * import { functionalAnova } from "./functional_anova.ts";
 * import { varianceShares } from "./variance_shares.ts";
 * // Cells 0 ± 1 and 4 ∓ 1: V = 4, s² = 4 (four squares of 1, one degree of freedom), so V − (1/2) · 4/2 = 3.
 * const anova = functionalAnova({ sizes: [2], seeds: 2, values: Float64Array.of(-1, 1, 5, 3) });
 * if (varianceShares(anova).corrected[0] !== 3) throw new Error("wrong correction");
 * ```
 */
export function varianceShares(anova: Anova, weights?: Float64Array): VarianceShares {
  const { seeds, cells, terms } = anova;
  const even = new Float64Array(seeds).fill(1 / seeds), used = weights ?? even;
  if (used.length !== seeds) {
    throw new RangeError(
      `Cannot weight ${seeds} seeds by ${used.length} weights: each seed needs one`,
    );
  }
  const noise = seeds > 1 ? betweenSeeds(anova, even) : null;
  const subtracted = (noise ?? 0) + (weights && seeds > 1 ? betweenSeeds(anova, weights) : 0);
  const variance = Float64Array.from(terms, (term) => quadratic(term.products, used));
  const corrected = variance.map((value, t) =>
    value - terms[t]!.degreesOfFreedom / cells * subtracted / seeds
  );
  const total = sum(corrected);
  const shares = corrected.map((value) => total > rounding(anova) ? value / total : NaN);
  return { variance, corrected, shares, totals: totalShares(anova, shares), noise };
}
