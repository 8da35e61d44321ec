/**
 * The inner product of two vectors of one length, added from first to last.
 *
 * @example
 * ```ts
 * import { dot } from "./dot.ts";
 * if (dot(Float64Array.of(1, 2), Float64Array.of(3, 4)) !== 11) throw new Error("wrong product");
 * ```
 */
export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
