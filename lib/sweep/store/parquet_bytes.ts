import type pl from "nodejs-polars";
import { type Marks, withMarks } from "./_marks.ts";

/**
 * A table as the bytes of a Parquet file that every reader opens and filters: texts are plain strings, whatever Polars
 * has in memory. It carries a hash of its content, which reading it checks.
 *
 * @param marks What the file says of its content besides. @default {nothing}
 */
export function parquetBytes(frame: pl.DataFrame, marks: Marks = {}): Uint8Array {
  return withMarks(frame.writeParquet({ compression: "zstd" }), marks);
}
