/**
 * The middle of some numbers, the mean of the two middle ones if their count is even.
 *
 * @throws {RangeError} If there is no number.
 *
 * @example
 * ```ts
 * import { median } from "./median.ts";
 * if (median([9, 1, 2]) !== 2 || median([4, 1, 2, 100]) !== 3) throw new Error("unexpected median");
 * ```
 */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError("Cannot take the median of no numbers");
  const sorted = [...values].sort((a, b) => a - b), half = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}
