import { meanProducts } from "./_mean_products.ts";
import { widened } from "./_widened.ts";
import { averageAxis, centreAxis, type FactorialTable, seedProducts } from "./functional_anova.ts";
import { type Jackknife, jackknifeEach } from "./seed_jackknife.ts";

/** What each axis takes part in, without the decomposition into all subsets of the axes. */
export interface TotalEffects {
  readonly cells: number;
  readonly seeds: number;
  /** Per axis, the mean over the grid of (value − its mean over the axis), seed r times seed s: the sum over all subsets with it. */
  readonly products: readonly Float64Array[];
  /** The same around each seed's own mean: the sum over all subsets. */
  readonly whole: Float64Array;
  /** Variance that a constant table may show by rounding alone. */
  readonly rounding: number;
}

/**
 * The variance of all subsets of the axes that one axis is in is that of the differences between its levels, all other axes held
 * fixed: one mean for each axis instead of the 2^axes terms of `functionalAnova`, which give the same.
 *
 * @throws {RangeError} If the number of values does not fit the sizes, or one is not finite.
 *
 * @example An exclusive-or table is all interaction: both axes take part in all of it
 * ```ts
 * import { totalEffects, totalShares } from "./total_effects.ts";
 * const effects = totalEffects({ sizes: [2, 2], seeds: 1, values: Float64Array.of(0, 1, 1, 0) });
 * if (totalShares(effects).shares.join() !== "1,1") throw new Error("wrong shares");
 * ```
 */
export function totalEffects({ sizes, seeds, values }: FactorialTable): TotalEffects {
  const cells = sizes.reduce((product, size) => product * size, 1);
  if (cells * seeds !== values.length || seeds < 1 || !values.every(Number.isFinite)) {
    throw new RangeError(
      `Cannot decompose ${values.length} values of a ${
        sizes.join(" × ")
      } table with ${seeds} seeds: ` +
        `it needs ${cells * seeds} finite ones`,
    );
  }
  const without = (size: number, inner: number) =>
    seedProducts(centreAxis(values, averageAxis(values, size, inner), { size, inner }), seeds);
  let inner = values.length;
  const products = sizes.map((size) => {
    inner /= size;
    return without(size, inner);
  });
  const own = seedProducts(values, seeds);
  const largest = Array.from({ length: seeds }, (_, r) => own[r * seeds + r]!)
    .reduce((a, b) => Math.max(a, b));
  return { cells, seeds, products, whole: without(cells, seeds), rounding: 1e-24 * largest };
}

/** Variances and shares, freed from the noise between seeds as `varianceShares` has it. */
export interface TotalShares {
  /** Per axis, the variance of all subsets with it; may be negative where there is nothing but noise. */
  readonly variances: Float64Array;
  /** Of all subsets. */
  readonly whole: number;
  /** One over the other; NaN where the whole is not above 0. */
  readonly shares: Float64Array;
}

/**
 * The total importance of each axis: its variance, that of all effects, and one over the other.
 *
 * @param kept Positions of the seeds to use, at least one. @default all
 */
export function totalShares(
  { seeds, products, whole, rounding }: TotalEffects,
  kept: readonly number[] = [...Array(seeds).keys()],
): TotalShares {
  const variances = Float64Array.from(products, (own) => meanProducts(own, seeds, kept).pairs);
  const all = meanProducts(whole, seeds, kept).pairs;
  return { variances, whole: all, shares: variances.map((v) => all > rounding ? v / all : NaN) };
}

/** The shares with their 95 % intervals over seeds, as `shareIntervals` has them. */
export function totalIntervals(effects: TotalEffects): readonly Jackknife[] {
  const found = jackknifeEach(effects.seeds, (kept) => {
    const { shares, whole } = totalShares(effects, kept);
    return [...shares, whole];
  });
  const whole = found.pop()!, told = !whole.interval || whole.interval.low > 0;
  return found.map((share) => told || Number.isNaN(share.value) ? share : widened(share));
}
