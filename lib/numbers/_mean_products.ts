/** The mean of products[r, s] over all r and s of some seeds, and over those that differ. */
export function meanProducts(products: Float64Array, seeds: number, kept: readonly number[]) {
  let all = 0, same = 0;
  for (const r of kept) {
    for (const s of kept) all += products[r * seeds + s]!;
    same += products[r * seeds + r]!;
  }
  const n = kept.length;
  return { all: all / n ** 2, pairs: n > 1 ? (all - same) / (n * (n - 1)) : all };
}
