import { studentQuantile } from "./_distributions.ts";
import { mean } from "./mean.ts";
import { squaredDeviations } from "./squared_deviations.ts";
import type { Interval, IntervalOptions } from "./wilson_interval.ts";

/**
 * Student's interval for the mean of independent, roughly normal numbers.
 *
 * @returns Null for fewer than 2 numbers: nothing is known about their spread.
 *
 * @example Two numbers: 12.706 standard errors to each side
 * ```ts
 * import { studentInterval } from "./student_interval.ts";
 * const { low, high } = studentInterval([-1, 1])!;
 * if (Math.abs(high - 12.706) > 1e-3 || high !== -low) throw new Error("wrong interval");
 * ```
 */
export function studentInterval(
  values: readonly number[],
  { level = 0.95 }: IntervalOptions = {},
): Interval | null {
  const n = values.length;
  if (n < 2) return null;
  const centre = mean(values), squares = squaredDeviations(values, centre);
  const half = studentQuantile(0.5 + level / 2, n - 1) * Math.sqrt(squares / (n - 1) / n);
  return { low: centre - half, high: centre + half };
}
