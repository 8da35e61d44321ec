import { chiSquareTail, fTail, studentizedRangeQuantile } from "./_distributions.ts";
import { ranks } from "./ranks.ts";

/** The outcome of {@linkcode friedmanTest}. */
export interface FriedmanTest {
  /** Mean rank per treatment, 1 is best. */
  readonly meanRanks: Float64Array;
  /** Friedman's χ², corrected for ties; 0 where all ranks are tied. */
  readonly chiSquare: number;
  /** Its p-value by the χ² approximation. */
  readonly pValue: number;
  /** p-value of Iman and Davenport's F (1980), which Demšar recommends for its power. */
  readonly imanDavenport: number;
  /** Mean ranks that differ by more than this differ at 5 % (Nemenyi, all pairs at once). */
  readonly criticalDifference: number;
}

/**
 * Friedman's test and Nemenyi's critical difference (Demšar 2006, J. Mach. Learn. Res. 7:1): do some treatments rank
 * better than others over many blocks?
 *
 * @param blocks One array per block with a loss per treatment, lower is better, Infinity allowed; ties share ranks.
 * @throws {RangeError} If there is no block, fewer than 2 treatments, or blocks of different lengths.
 *
 * @example
 * ```ts
 * import { friedmanTest } from "./friedman.ts";
 * const { meanRanks, chiSquare } = friedmanTest([[1, 2, 3], [10, 20, 30], [1, 3, 2]]);
 * if (meanRanks[0] !== 1 || Math.abs(chiSquare - 14 / 3) > 1e-12) throw new Error("wrong test");
 * ```
 */
export function friedmanTest(blocks: readonly ArrayLike<number>[]): FriedmanTest {
  const n = blocks.length, k = blocks[0]?.length ?? 0;
  if (k < 2 || blocks.some((block) => block.length !== k)) {
    throw new RangeError(
      `Cannot rank ${k} treatments in ${n} blocks: at least 2 are needed, in every block`,
    );
  }
  const ranked = blocks.map(ranks), even = (k + 1) / 2;
  const meanRanks = Float64Array.from(
    { length: k },
    (_, j) => ranked.reduce((sum, block) => sum + block[j]!, 0) / n,
  );
  const between = n * meanRanks.reduce((sum, rank) => sum + (rank - even) ** 2, 0);
  // The variance of the ranks themselves instead of its value without ties is the correction for ties.
  const total = ranked.reduce((sum, b) => b.reduce((s, rank) => s + (rank - even) ** 2, sum), 0);
  const chiSquare = total === 0 ? 0 : n * (k - 1) * between / total;
  const left = n * (k - 1) - chiSquare, f = left > 1e-9 ? (n - 1) * chiSquare / left : Infinity;
  return {
    meanRanks,
    chiSquare,
    pValue: chiSquareTail(chiSquare, k - 1),
    imanDavenport: n < 2 ? 1 : f === Infinity ? 0 : fTail(f, k - 1, (k - 1) * (n - 1)),
    criticalDifference: studentizedRangeQuantile(0.95, k) * Math.sqrt(k * (k + 1) / (12 * n)),
  };
}
