import { sum } from "./sum.ts";

/** The mean of some numbers; NaN of none. */
export function mean(values: ArrayLike<number>): number {
  return sum(values) / values.length;
}
