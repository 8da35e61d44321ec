import type { Notice } from "../notices.ts";

/** A table of what is known about samples, one row each, by columns of texts. */
export interface PhenotypeTable {
  readonly path: string;
  /** Where the names stand, for a message: "line 5" or "obs". */
  readonly header: string;
  /** The columns' names in the order of the file; "" where one has none. */
  readonly names: readonly string[];
  readonly rows: number;
  /**
   * The texts of a column, one per row; "" where one is missing.
   *
   * @param at The column's position in `names`.
   * @throws {InputError} If it is damaged, or holds no texts and no numbers.
   */
  column(at: number): Promise<readonly string[]>;
  /** Ids of the rows that are none of the columns: R's row names, the index of AnnData. */
  readonly index?: readonly string[];
  /** Where a row is, for a message: "line 7". */
  place(row: number): string;
  /** What was noticed while reading it. */
  readonly report: readonly Notice[];
}
