import type pl from "nodejs-polars";
import { writeWhole } from "../../files.ts";
import { type Marks, withMarks } from "./_marks.ts";

/**
 * Writes a table as a Parquet file that every reader opens and filters: texts are plain strings, whatever Polars has
 * in memory. The file carries a hash of its content, which reading it checks, and is replaced whole.
 *
 * @param path Its folder has to be there.
 * @param marks What the file says of its content besides. @default {nothing}
 */
export function writeParquet(path: string, frame: pl.DataFrame, marks: Marks = {}): void {
  writeWhole(path, withMarks(frame.writeParquet({ compression: "zstd" }), marks));
}
