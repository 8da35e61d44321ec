/**
 * The smallest and the largest of any number of values; [Infinity, −Infinity] of none. `Math.min(...values)` ends in a
 * RangeError where there are more values than a call may have arguments.
 *
 * @example
 * ```ts
 * import { extent } from "./extent.ts";
 * if (extent(new Float64Array(1e6).fill(2)).join() !== "2,2") throw new Error("wrong extent");
 * ```
 */
export function extent(values: Iterable<number>): [low: number, high: number] {
  let low = Infinity, high = -Infinity;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
}
