/** What a column holds. */
export interface ColumnMeaning {
  readonly name: string;
  /** What stands above it in its file. @default its name */
  readonly title?: string;
  readonly type: "text" | "whole" | "real";
  readonly description: string;
  /** Such as "seconds"; null for texts, counts without a unit and numbers without a dimension. */
  readonly unit: string | null;
}

/** A file of an export before it is written. */
export interface PlannedFile {
  readonly name: string;
  /** Its media type. */
  readonly mediaType: string;
  /** What is in it, in a sentence. */
  readonly description: string;
  /** What its columns, objectives or attributes mean. @default none */
  readonly columns?: readonly ColumnMeaning[];
  /** Its content in pieces, so that a large one is never in memory whole. */
  readonly content: Iterable<string | Uint8Array>;
}

/** Media types of files. */
export const MEDIA = {
  csv: "text/csv",
  json: "application/json",
  jsonLines: "application/jsonlines",
  numpy: "application/x-npy",
  parquet: "application/x-parquet",
} as const;
