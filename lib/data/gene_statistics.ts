/** Statistics of every gene over some rows of a matrix; NaN cells are left out. */
export interface GeneStatistics {
  /** Number of values that are not missing. */
  readonly counts: Int32Array;
  readonly means: Float64Array;
  /** Sample standard deviation (n − 1); exactly 0 for a constant gene. */
  readonly standardDeviations: Float64Array;
  /** Mean absolute deviation from the mean. */
  readonly meanAbsoluteDeviations: Float64Array;
}

/**
 * Mean and spread of each gene over the given rows, accumulated in float64.
 *
 * Two passes over deviations from the gene's first value: a constant gene has exactly 0 spread, which
 * a plain sum of squares would miss by rounding.
 *
 * @param matrix Row-major values, samples × genes.
 * @param rows The rows to look at, the training rows as a rule.
 * @returns NaN means where a gene has no value, NaN standard deviations where it has fewer than two.
 *
 * @example Hand-computed: 1, 2, 6 has mean 3, variance (4 + 1 + 9) / 2, mean deviation (2 + 1 + 3) / 3
 * ```ts
 * import { geneStatistics } from "./gene_statistics.ts";
 * const matrix = { genes: ["a"], values: Float32Array.of(1, 2, 100, 6) };
 * const { means, standardDeviations, meanAbsoluteDeviations } = geneStatistics(matrix, [0, 1, 3]);
 * if (means[0] !== 3 || standardDeviations[0] !== Math.sqrt(7)) throw new Error("wrong");
 * if (meanAbsoluteDeviations[0] !== 2) throw new Error("wrong");
 * ```
 */
export function geneStatistics(
  { genes, values }: { readonly genes: readonly string[]; readonly values: Float32Array },
  rows: ArrayLike<number>,
): GeneStatistics {
  const width = genes.length;
  const { counts, first, shift } = shiftedMeans(values, width, rows);
  const squares = new Float64Array(width), absolutes = new Float64Array(width);
  for (let i = 0; i < rows.length; i++) {
    const start = rows[i]! * width;
    for (let gene = 0; gene < width; gene++) {
      const deviation = values[start + gene]! - first[gene]! - shift[gene]!;
      if (deviation !== deviation) continue;
      squares[gene]! += deviation * deviation;
      absolutes[gene]! += Math.abs(deviation);
    }
  }
  return {
    counts,
    means: first.map((value, gene) => value + shift[gene]!),
    standardDeviations: squares.map((sum, gene) =>
      counts[gene]! < 2 ? NaN : Math.sqrt(sum / (counts[gene]! - 1))
    ),
    meanAbsoluteDeviations: absolutes.map((sum, gene) => sum / counts[gene]!),
  };
}

/** Per gene: how many values, the first one, and the mean of the others' distance from it. */
function shiftedMeans(values: Float32Array, width: number, rows: ArrayLike<number>) {
  const counts = new Int32Array(width);
  const first = new Float64Array(width).fill(NaN), shift = new Float64Array(width);
  for (let i = 0; i < rows.length; i++) {
    const start = rows[i]! * width;
    for (let gene = 0; gene < width; gene++) {
      const value = values[start + gene]!;
      if (value !== value) continue;
      if (counts[gene]!++ === 0) first[gene] = value;
      else shift[gene]! += value - first[gene]!;
    }
  }
  for (let gene = 0; gene < width; gene++) shift[gene]! /= counts[gene]!;
  return { counts, first, shift };
}
