import { mean } from "./mean.ts";

/**
 * The geometric mean of some positive numbers: errors that differ by factors are averaged as factors. NaN of none.
 */
export function geometricMean(values: ArrayLike<number>): number {
  return 10 ** mean(Float64Array.from(values, Math.log10));
}
