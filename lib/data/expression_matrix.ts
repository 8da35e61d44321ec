import { createHash } from "node:crypto";
import { hashByGenes } from "./table_blocks.ts";
import type { Notice } from "./notices.ts";
import type { RowsAre } from "./table.ts";

/** What was understood of the file of a matrix. */
export interface MatrixSource extends RowsAre {
  /** "CSV", "AnnData, layers/counts", … */
  readonly format: string;
  /** Of its numbers before any scaling. */
  readonly smallest: number;
  readonly largest: number;
}

/** Expression of many samples: one row of `values` per sample, log2(x + 1) as a rule. */
export interface ExpressionMatrix {
  /** Gene ids in the order of the file; an id may occur twice (see docs/data.md). */
  readonly genes: readonly string[];
  /** Sample ids, each once. */
  readonly samples: readonly string[];
  /** Row-major float32, samples × genes; NaN where a cell is missing. */
  readonly values: Float32Array;
  /** What was repaired or noticed while reading. */
  readonly report: readonly Notice[];
  /** Hex SHA-256 of ids and values, the same for a file and its gzipped copy. */
  readonly hash: string;
  /** Absent where it does not come from a file. */
  readonly source?: MatrixSource;
}

/**
 * Hex SHA-256 of a matrix's content: the values gene by gene as little-endian float32, then the ids.
 *
 * That is the order of a Xena file, so that a reader which keeps no whole matrix can compute the same.
 */
export function hashMatrix(
  { genes, samples, values }: Pick<ExpressionMatrix, "genes" | "samples" | "values">,
): string {
  const hash = createHash("sha256");
  hashByGenes(values, genes.length, hash);
  return hash.update(JSON.stringify({ samples, genes })).digest("hex");
}
