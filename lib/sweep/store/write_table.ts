import type pl from "nodejs-polars";
import { writeWhole } from "../../files.ts";
import { writeParquet } from "./write_parquet.ts";

/**
 * Writes a table as PATH.csv and PATH.parquet, each whole or not at all.
 *
 * @param path Of the files, without their endings; the folder has to be there.
 * @returns The paths written.
 */
export function writeTable(path: string, frame: pl.DataFrame): string[] {
  writeWhole(`${path}.csv`, frame.writeCSV());
  writeParquet(`${path}.parquet`, frame);
  return [`${path}.csv`, `${path}.parquet`];
}
