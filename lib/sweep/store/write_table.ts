import type pl from "nodejs-polars";
import { writeWhole } from "../../files.ts";
import { type Marks, sha256 } from "./_marks.ts";
import { writeParquet } from "./write_parquet.ts";

/** The files of a table: its path with their endings. */
export function tablePaths(path: string): { readonly csv: string; readonly parquet: string } {
  return { csv: `${path}.csv`, parquet: `${path}.parquet` };
}

/**
 * Writes a table as PATH.csv and PATH.parquet, each whole or not at all. The latter has a hash of both.
 *
 * @param path Of the files, without their endings; the folder has to be there.
 * @param marks Of which runs it is. @default {not said}
 * @returns The paths written.
 */
export function writeTable(
  path: string,
  frame: pl.DataFrame,
  marks: Pick<Marks, "runs"> = {},
): string[] {
  const { csv, parquet } = tablePaths(path), text = frame.writeCSV();
  writeWhole(csv, text);
  writeParquet(parquet, frame, { ...marks, csv: sha256(text) });
  return [csv, parquet];
}
