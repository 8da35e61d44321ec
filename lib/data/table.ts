import type { MemoryOptions } from "./memory.ts";

/**
 * What a reader of any format hands on: the ids across its lines, then one line of numbers after another.
 * Lines are rows in a text and columns in a Parquet file: whatever the format stores together.
 */
export interface TableReceiver {
  header(ids: readonly string[]): void;
  /** The values are only valid during the call; `missing` of them are NaN. */
  line(id: string, values: Float32Array, missing: number): void;
  /**
   * Says that an id of a side was left out, as its name or its content is that of no gene and no sample: its
   * numbers, if it has any, are not handed on.
   */
  leaveOut(side: Side, id: string): void;
}

/** A table's two sides: what its lines are, and what stands across them. */
export type Side = "lines" | "across";

/** What rows are, and why. */
export interface RowsAre {
  readonly rows: "genes" | "samples";
  readonly why: string;
}

/** What a format knows of its table besides ids and numbers. */
export interface TableFormat {
  /** What was read, as a user calls it: "CSV, gzip", "AnnData, layers/counts". */
  readonly description: string;
  /** Whether its lines are the rows that the user sees. */
  readonly linesAreRows: boolean;
  /** The name of the ids' column, if it has one. */
  readonly corner?: string;
  /** What its rows are where no id tells: for formats that say so. */
  readonly rowsByDefault?: RowsAre;
  /**
   * What else the file holds, with the way to take it, where the numbers that were read have negative ones and other
   * numbers may be meant: "the file holds layers/counts (…); take one with --layer counts".
   */
  readonly alternatives?: string;
  /** Where a number stands, for messages; both count from 0, over what was handed on. */
  readonly place: (line: number, across: number) => string;
  /** Where an id of a side stands. */
  readonly idPlace: (side: Side, at: number) => string;
}

/** What a reader may be asked for besides the file itself. */
export interface ReadOptions extends MemoryOptions {
  /** Of AnnData: a layer's name, `raw`, or `raw/X`. @default {its X} */
  readonly layer?: string;
  /** The column with the genes' ids. @default {the first one of ids} */
  readonly geneColumn?: string;
  /** Whether the receiver keeps nothing in memory, so that a line at a time counts as what reading takes. @default {false} */
  readonly streams?: boolean;
  /** Told how many bytes of the file have been read, of how many. */
  readonly onProgress?: ReadProgress;
}

/**
 * Told how many bytes of a file have been read, of how many, and of what comes then: keeping the matrix for the
 * next time and preparing it, each a few seconds at most.
 */
export type ReadProgress = (
  done: number,
  total: number,
  step?: "making" | "reading" | "keeping" | "preparing",
) => void;
