/** The sum of some vectors of one length, each times its weight. */
export function weightedSum(
  vectors: readonly Float64Array[],
  weights: Float64Array,
): Float64Array {
  const sum = new Float64Array(vectors[0]!.length);
  vectors.forEach((vector, i) => addWeighted(sum, vector, weights[i]!));
  return sum;
}

/** Adds a vector times its weight to a sum, in place. */
export function addWeighted(sum: Float64Array, vector: Float64Array, weight: number): void {
  for (let i = 0; i < sum.length; i++) sum[i]! += weight * vector[i]!;
}
