import type pl from "nodejs-polars";
import { writeWhole } from "../../files.ts";
import type { Marks } from "./_marks.ts";
import { parquetBytes } from "./parquet_bytes.ts";

/**
 * Writes a table as a Parquet file, as {@linkcode parquetBytes} makes it; the file is replaced whole.
 *
 * @param path Its folder has to be there.
 * @param marks What the file says of its content besides. @default {nothing}
 */
export function writeParquet(path: string, frame: pl.DataFrame, marks: Marks = {}): void {
  writeWhole(path, parquetBytes(frame, marks));
}
