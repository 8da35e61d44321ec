/**
 * Ranks from 1 (smallest) to n; equal values share the mean of the ranks they occupy.
 *
 * @param values Numbers; ±Infinity is allowed (a diverged run is `Infinity`: last), NaN is not.
 * @returns One rank per value, in the order of the values.
 * @throws {RangeError} If a value is NaN: it has no rank.
 *
 * @example
 * ```ts
 * import { ranks } from "./ranks.ts";
 * if (ranks([3, 1, 3, Infinity]).join() !== "2.5,1,2.5,4") throw new Error("wrong ranks");
 * ```
 */
export function ranks(values: ArrayLike<number>): Float64Array {
  const order = new Uint32Array(values.length);
  for (let i = 0; i < order.length; i++) {
    if (Number.isNaN(values[i]!)) throw new RangeError(`Cannot rank NaN at position ${i}`);
    order[i] = i;
  }
  // Not a − b: Infinity − Infinity is NaN, and a comparison by NaN leaves the order undefined.
  order.sort((a, b) => values[a]! < values[b]! ? -1 : values[a]! > values[b]! ? 1 : 0);
  const result = new Float64Array(values.length);
  for (let start = 0; start < order.length;) {
    let end = start + 1;
    while (end < order.length && values[order[end]!] === values[order[start]!]) end++;
    for (let i = start; i < end; i++) result[order[i]!] = (start + end + 1) / 2;
    start = end;
  }
  return result;
}
