import { type Interval, type IntervalOptions, wilsonInterval } from "./wilson_interval.ts";

/** A count of outcomes among trials. */
export interface Count {
  readonly successes: number;
  readonly trials: number;
}

/**
 * Interval for the difference of two independent shares, first minus second (Newcombe 1998, method 10: built from two
 * Wilson intervals, so it is defined when a share is 0 or 1).
 *
 * @throws {RangeError} If a count is not valid.
 *
 * @example
 * ```ts
 * import { newcombeInterval } from "./newcombe_interval.ts";
 * const { low, high } = newcombeInterval({ successes: 56, trials: 70 }, { successes: 48, trials: 80 });
 * if (Math.abs(low - 0.0524) > 1e-4 || Math.abs(high - 0.3339) > 1e-4) throw new Error("wrong interval");
 * ```
 */
export function newcombeInterval(
  first: Count,
  second: Count,
  options: IntervalOptions = {},
): Interval {
  const a = wilsonInterval(first.successes, first.trials, options);
  const b = wilsonInterval(second.successes, second.trials, options);
  if (first.trials === 0 || second.trials === 0) return { low: -1, high: 1 };
  const p = first.successes / first.trials, q = second.successes / second.trials;
  return {
    low: p - q - Math.hypot(p - a.low, b.high - q),
    high: p - q + Math.hypot(a.high - p, q - b.low),
  };
}
