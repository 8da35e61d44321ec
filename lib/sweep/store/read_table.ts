import type pl from "nodejs-polars";
import { openTable } from "./table_file.ts";

/**
 * Reads a table that a sweep wrote, as a frame, if it is what was written.
 *
 * @param path Of a Parquet file.
 * @param columns Those that are read. @default all
 * @returns Null if there is no such file.
 * @throws {DamagedTable} If the file is damaged.
 */
export function readTable(path: string, columns?: string[]): pl.DataFrame | null {
  return openTable(path)?.frame(columns) ?? null;
}
