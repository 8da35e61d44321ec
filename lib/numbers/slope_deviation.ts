import { mean } from "./mean.ts";
import { slope } from "./slope.ts";
import { squaredDeviations } from "./squared_deviations.ts";

/**
 * The standard error of the least-squares slope of y over x, from the residuals.
 *
 * @returns NaN if x has fewer than three values, or not two distinct ones.
 *
 * @example
 * ```ts
 * import { slopeDeviation } from "./slope_deviation.ts";
 * // Residuals 1/6, −1/3, 1/6 around a slope of 1/2: √((1/6) / 1 / 2).
 * if (Math.abs(slopeDeviation([0, 1, 2], [0, 0, 1]) - Math.sqrt(1 / 12)) > 1e-12) throw new Error("wrong error");
 * ```
 */
export function slopeDeviation(x: readonly number[], y: readonly number[]): number {
  if (x.length < 3) return NaN;
  const rise = slope(x, y), centre = mean(x), height = mean(y);
  const residuals = y.map((value, i) => value - height - rise * (x[i]! - centre));
  return Math.sqrt(squaredDeviations(residuals, 0) / (x.length - 2) / squaredDeviations(x));
}
