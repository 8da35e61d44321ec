import { mean } from "./mean.ts";

/**
 * The geometric mean of some positive numbers: errors that differ by factors are averaged as factors. NaN of none.
 *
 * @example
 * ```ts
 * import { geometricMean } from "./geometric_mean.ts";
 * if (geometricMean([1, 100]) !== 10) throw new Error("wrong mean");
 * ```
 */
export function geometricMean(values: ArrayLike<number>): number {
  return 10 ** mean(Float64Array.from(values, Math.log10));
}
