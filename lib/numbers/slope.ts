import { mean } from "./mean.ts";

/**
 * The least-squares slope of y over x.
 *
 * @returns NaN if x has fewer than two distinct values.
 *
 * @example
 * ```ts
 * import { slope } from "./slope.ts";
 * if (slope([0, 1, 2], [5, 3, 1]) !== -2) throw new Error("wrong slope");
 * ```
 */
export function slope(x: readonly number[], y: readonly number[]): number {
  const centre = mean(x);
  let above = 0, below = 0;
  for (let i = 0; i < x.length; i++) {
    above += (x[i]! - centre) * y[i]!;
    below += (x[i]! - centre) ** 2;
  }
  return below > 0 ? above / below : NaN;
}
