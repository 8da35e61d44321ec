import { sum } from "./sum.ts";

/**
 * The mean of some numbers; NaN of none.
 *
 * @example
 * ```ts
 * import { mean } from "./mean.ts";
 * if (mean([1, 2, 6]) !== 3) throw new Error("wrong mean");
 * ```
 */
export function mean(values: ArrayLike<number>): number {
  return sum(values) / values.length;
}
