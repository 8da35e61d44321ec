import { normalQuantile } from "./_distributions.ts";

/** A confidence interval. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Options of {@linkcode wilsonInterval} and other intervals. */
export interface IntervalOptions {
  /** Coverage of the interval. @default 0.95 */
  level?: number;
}

/**
 * Wilson's score interval for a share (Wilson 1927): stays in [0, 1] and keeps a width when none or all of the trials succeed.
 *
 * @param successes How many trials had the outcome.
 * @param trials How many trials there were; with 0 the interval is [0, 1]: nothing is known.
 * @throws {RangeError} If the counts are not integers with 0 ≤ successes ≤ trials.
 *
 * @example No divergence in 20 runs does not prove that there is none
 * ```ts
 * import { wilsonInterval } from "./wilson_interval.ts";
 * const { low, high } = wilsonInterval(0, 20);
 * if (low !== 0 || Math.abs(high - 0.1611) > 1e-4) throw new Error("wrong interval");
 * ```
 */
export function wilsonInterval(
  successes: number,
  trials: number,
  { level = 0.95 }: IntervalOptions = {},
): Interval {
  if (
    !Number.isInteger(successes) || !Number.isInteger(trials) || successes < 0 || successes > trials
  ) {
    throw new RangeError(
      `Cannot compute a share of ${successes} in ${trials}: both are counts, the first no larger than the second`,
    );
  }
  if (trials === 0) return { low: 0, high: 1 };
  const z = normalQuantile(0.5 + level / 2), share = successes / trials;
  const centre = share + z * z / (2 * trials);
  const half = z * Math.sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials));
  const scale = 1 + z * z / trials;
  // The bounds at 0 and 1 are exact in theory; rounding would leave 1e-17.
  return {
    low: successes === 0 ? 0 : (centre - half) / scale,
    high: successes === trials ? 1 : (centre + half) / scale,
  };
}
