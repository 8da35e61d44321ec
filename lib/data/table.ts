/**
 * What a reader of any format hands on: the ids across its lines, then one line of numbers after another.
 * Lines are rows in a text and columns in a Parquet file: whatever the format stores together.
 */
export interface TableReceiver {
  header(ids: readonly string[]): void;
  /** The values are only valid during the call; `missing` of them are NaN. */
  line(id: string, values: Float32Array, missing: number): void;
}

/** A table's two sides: what its lines are, and what stands across them. */
export type Side = "lines" | "across";

/** What a format knows of its table besides ids and numbers. */
export interface TableFormat {
  /** Whether its lines are the rows that the user sees. */
  readonly linesAreRows: boolean;
  /** The name of the ids' column, if it has one. */
  readonly corner?: string;
  /** What its rows are where nothing else tells, and why. */
  readonly rowsByDefault: { readonly rows: "genes" | "samples"; readonly why: string };
  /** Where a number stands, for messages; both count from 0. */
  readonly place: (line: number, across: number) => string;
  /** Where an id of a side stands. */
  readonly idPlace: (side: Side, at: number) => string;
}

/**
 * Told how many bytes of a file have been read, of how many, and of what comes then: keeping the matrix for the
 * next time and preparing it, each a few seconds at most.
 */
export type ReadProgress = (
  done: number,
  total: number,
  step?: "reading" | "keeping" | "preparing",
) => void;
