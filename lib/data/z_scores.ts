/** Of z-scores at least this share is negative, and half of the genes have a mean at least as near to 0. */
const NEGATIVE = 0.25, CENTRED = 0.3;

/**
 * Whether numbers look like z-scores of genes, perhaps of a part of the samples that they were scaled with.
 *
 * @param means Each gene's mean.
 * @param negative The share of numbers that are negative.
 *
 * @example
 * ```ts
 * import { areLikeZScores } from "./z_scores.ts";
 * // Most genes of log2(x + 0.001) are far from 0; some negative counts are an error, not a scaling.
 * if (!areLikeZScores([0.01, -0.1, 0.5], 0.55)) throw new Error("not known");
 * if (areLikeZScores([-9.2, 1.1, 3.5], 0.4) || areLikeZScores([0.1, 0, 0.2], 0.01)) throw new Error("taken for some");
 * ```
 */
export function areLikeZScores(means: ArrayLike<number>, negative: number): boolean {
  const distances = Float64Array.from(means, Math.abs).sort();
  return negative >= NEGATIVE && distances[distances.length >> 1]! < CENTRED;
}
