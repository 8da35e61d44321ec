/**
 * The sum of some numbers, added from first to last.
 *
 * @example
 * ```ts
 * import { sum } from "./sum.ts";
 * if (sum([1, 2, 4]) !== 7 || sum([]) !== 0) throw new Error("wrong sum");
 * ```
 */
export function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i]!;
  return total;
}
