import type { Cohort } from "../data/cohort.ts";
import { median } from "../numbers/median.ts";

/** A sample's totals. */
export interface LibraryRow {
  readonly sample: string;
  readonly cancer_type: string;
  /** Sum over genes of 2^x − 1: undoes log2(x + 1), so the sample's total abundance. */
  readonly total: number;
  /** Genes with a value above 0. */
  readonly detected: number;
  /** Median over genes, in the units of the matrix. */
  readonly median: number;
}

/**
 * How much was measured in each sample: one far from all others is a failed measurement or in other units.
 *
 * @param cohort With values as log2(x + 1); missing cells are left out.
 *
 * @example
 * ```ts
 * import { librarySizes } from "./library_sizes.ts";
 * const matrix = {
 *   genes: ["a", "b"], samples: ["s"], values: Float32Array.of(1, 3), report: [], hash: "",
 * };
 * const [row] = librarySizes({ name: "toy", matrix, cancerTypes: ["BRCA"], report: [] });
 * if (row!.total !== 1 + 7 || row!.detected !== 2 || row!.median !== 2) throw new Error("wrong totals");
 * ```
 */
export function librarySizes({ matrix, cancerTypes }: Cohort): LibraryRow[] {
  const { genes, samples, values } = matrix;
  return samples.map((sample, i) => {
    const row = values.subarray(i * genes.length, (i + 1) * genes.length)
      .filter((value) => !Number.isNaN(value));
    return {
      sample,
      cancer_type: cancerTypes[i]!,
      total: row.reduce((sum, value) => sum + 2 ** value - 1, 0),
      detected: row.reduce((count, value) => count + Number(value > 0), 0),
      median: row.length > 0 ? median(row) : NaN,
    };
  });
}
