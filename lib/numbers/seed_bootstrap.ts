import { PURPOSE, stream, uniform } from "../random.ts";
import { normalCumulative, studentQuantile } from "./_distributions.ts";
import { mean } from "./mean.ts";
import { quantile } from "./quantile.ts";
import { squaredDeviations } from "./squared_deviations.ts";
import type { Interval } from "./wilson_interval.ts";

/** How a table's intervals over seeds are drawn. */
export interface BootstrapOptions {
  /** How many times the seeds are resampled. @default 2000 */
  resamples?: number;
  /** Seed of the draws: the same one gives the same intervals. @default 0 */
  resamplingSeed?: number;
}

/**
 * Weights of the seeds in each bootstrap resample: whole seeds are drawn with replacement, so that all configurations
 * keep the seeds they share.
 *
 * @param seeds How many seeds there are; fewer than 2 give no resamples, as nothing can be said about their spread.
 * @returns One array of `seeds` weights (summing to 1) per resample.
 */
export function seedWeights(
  seeds: number,
  { resamples = 2000, resamplingSeed = 0 }: BootstrapOptions = {},
): Float64Array[] {
  if (seeds < 2) return [];
  const draws = uniform([resamplingSeed, stream(PURPOSE.resampling, 0)], resamples * seeds);
  return Array.from({ length: resamples }, (_, resample) => {
    const counts = new Float64Array(seeds);
    for (let i = 0; i < seeds; i++) counts[Math.floor(draws[resample * seeds + i]! * seeds)]! += 1;
    return counts.map((count) => count / seeds);
  });
}

/**
 * A statistic in each resample. Few seeds have few distinct resamples (126 for 5), and each is evaluated once.
 *
 * @param statistic Pure: the same weights must give the same value.
 * @returns One value per resample, in the order of {@linkcode seedWeights}.
 */
export function overResamples<T>(
  seeds: number,
  options: BootstrapOptions,
  statistic: (weights: Float64Array) => T,
): T[] {
  const known = new Map<string, T>();
  return seedWeights(seeds, options).map((weights) => {
    const key = weights.join();
    if (!known.has(key)) known.set(key, statistic(weights));
    return known.get(key)!;
  });
}

/** Fewer seeds than this have too few distinct resamples for their quantiles to reach as far as an interval must. */
const ENOUGH = 5;

/**
 * The 95 % interval of a statistic from its bootstrap values, widened for the few seeds a sweep has.
 *
 * With 5 seeds or more it is the expanded percentile interval of Hesterberg (2015, The American Statistician 69:371), which
 * takes Student's t and n/(n − 1) into account. Fewer seeds have resamples that span too little (two seeds: just the values
 * of either), so it is Student's interval with the bootstrap's standard error: wide, as so few seeds say little. Simulated
 * coverage of importances is 90 % or more.
 *
 * @param values The statistic in each resample, in any order; at least one.
 * @param seeds How many seeds were resampled; null is returned for fewer than 2.
 *
 * @example With many seeds it is the plain percentile interval
 * ```ts
 * import { bootstrapInterval } from "./seed_bootstrap.ts";
 * const values = Array.from({ length: 1001 }, (_, i) => i);
 * const { low, high } = bootstrapInterval(values, 1e6)!;
 * if (Math.round(low) !== 25 || Math.round(high) !== 975) throw new Error("wrong interval");
 * ```
 */
export function bootstrapInterval(values: ArrayLike<number>, seeds: number): Interval | null {
  if (seeds < 2 || values.length === 0) return null;
  const expanded = studentQuantile(0.975, seeds - 1) * Math.sqrt(seeds / (seeds - 1));
  if (seeds < ENOUGH) return aroundMean(values, expanded);
  const tail = normalCumulative(-expanded);
  const sorted = Float64Array.from(values).sort();
  return { low: quantile(sorted, tail), high: quantile(sorted, 1 - tail) };
}

function aroundMean(values: ArrayLike<number>, errors: number): Interval {
  const centre = mean(values);
  const half = errors * Math.sqrt(squaredDeviations(values, centre) / values.length);
  return { low: centre - half, high: centre + half };
}
