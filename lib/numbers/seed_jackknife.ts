import { studentQuantile } from "./_distributions.ts";
import { mean } from "./mean.ts";
import { squaredDeviations } from "./squared_deviations.ts";
import type { Interval, IntervalOptions } from "./wilson_interval.ts";

/** A statistic of all seeds and what leaving out one at a time says about its error. */
export interface Jackknife {
  /** The statistic of all seeds; NaN if it is not defined for them. */
  readonly value: number;
  /** Null under 3 seeds, and where the statistic is not a finite number for all seeds or without one of them. */
  readonly standardError: number | null;
  /** Student's interval with seeds − 1 degrees of freedom; null where the standard error is. */
  readonly interval: Interval | null;
}

/** Two seeds leave one when one is left out, and nothing is known about the noise of one. */
const ENOUGH = 3;

/**
 * The delete-one jackknife over seeds (Quenouille 1956; Tukey 1958; Efron & Stein 1981, The Annals of Statistics 9:586): the
 * standard error is √((n − 1)/n · Σ (θ₍ᵢ₎ − θ₍·₎)²), where θ₍ᵢ₎ is the statistic without seed i. Whole seeds are left out, so
 * whatever the runs of a seed share is part of the error. It holds for statistics that are smooth in the seeds (means, products
 * of means, ratios of these), not for a best, a rank or a quantile.
 *
 * A statistic that is NaN or infinite without one of the seeds has no interval: nothing is left out of the sum in silence.
 *
 * @param seeds How many seeds there are, at least 1.
 * @param statistic Given the positions of the seeds that are kept, ascending; pure.
 *
 * @example The jackknife of a mean is Student's interval
 * ```ts
 * import { jackknife } from "./seed_jackknife.ts";
 * import { mean } from "./mean.ts";
 * import { studentInterval } from "./student_interval.ts";
 * const values = [1, 2, 6];
 * const { interval } = jackknife(3, (kept) => mean(kept.map((seed) => values[seed]!)));
 * if (Math.abs(interval!.low - studentInterval(values)!.low) > 1e-12) throw new Error("not Student's");
 * ```
 */
export function jackknife(
  seeds: number,
  statistic: (kept: readonly number[]) => number,
  options: IntervalOptions = {},
): Jackknife {
  return jackknifeEach(seeds, (kept) => [statistic(kept)], options)[0]!;
}

/**
 * The same for several statistics that are found together.
 *
 * @param statistics As many numbers, in the same order, whatever seeds are kept.
 * @returns One entry per number.
 */
export function jackknifeEach(
  seeds: number,
  statistics: (kept: readonly number[]) => ArrayLike<number>,
  { level = 0.95 }: IntervalOptions = {},
): Jackknife[] {
  if (!Number.isInteger(seeds) || seeds < 1) {
    throw new RangeError(`Cannot leave out one of ${seeds} seeds: there must be one at least`);
  }
  const all = Array.from({ length: seeds }, (_, seed) => seed);
  const values = statistics(all);
  const without = seeds < ENOUGH
    ? []
    : all.map((left) => statistics(all.filter((seed) => seed !== left)));
  const reach = seeds < ENOUGH ? NaN : studentQuantile(0.5 + level / 2, seeds - 1);
  return Array.from(values, (value, i) => {
    const parts = without.map((found) => found[i]!);
    const error = Math.sqrt((seeds - 1) / seeds * squaredDeviations(parts, mean(parts)));
    if (without.length === 0 || !Number.isFinite(value) || !Number.isFinite(error)) {
      return { value, standardError: null, interval: null };
    }
    const half = reach * error;
    return { value, standardError: error, interval: { low: value - half, high: value + half } };
  });
}
