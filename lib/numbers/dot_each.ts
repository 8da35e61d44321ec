import { dot } from "./dot.ts";

/**
 * The inner products of a vector with several others of its length: each added from first to last as {@linkcode dot} does, but
 * four at a time, which takes a third of the time.
 *
 * @param count Only the first so many others. @default all
 */
export function dotEach(
  vector: Float64Array,
  others: readonly Float64Array[],
  count: number = others.length,
): Float64Array {
  const products = new Float64Array(count), { length } = vector;
  let at = 0;
  for (; at + 4 <= count; at += 4) {
    const a = others[at]!, b = others[at + 1]!, c = others[at + 2]!, d = others[at + 3]!;
    let first = 0, second = 0, third = 0, fourth = 0;
    for (let i = 0; i < length; i++) {
      const value = vector[i]!;
      first += value * a[i]!;
      second += value * b[i]!;
      third += value * c[i]!;
      fourth += value * d[i]!;
    }
    products[at] = first;
    products[at + 1] = second;
    products[at + 2] = third;
    products[at + 3] = fourth;
  }
  for (; at < count; at++) products[at] = dot(vector, others[at]!);
  return products;
}
