import { quantile } from "./quantile.ts";

/**
 * The middle of some numbers in any order, the mean of the two middle ones if their count is even.
 *
 * @throws {RangeError} If there is no number.
 *
 * @example
 * ```ts
 * import { median } from "./median.ts";
 * if (median([9, 1, 2]) !== 2 || median([4, 1, 2, 100]) !== 3) throw new Error("unexpected median");
 * ```
 */
export function median(values: ArrayLike<number>): number {
  return quantile(Float64Array.from(values).sort(), 0.5);
}
