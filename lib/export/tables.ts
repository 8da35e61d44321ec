import type { ResultFolder } from "../sweep/open_result_folder.ts";
import { parquetBytes } from "../sweep/store/parquet_bytes.ts";
import { columnMeanings } from "./column_meanings.ts";
import { MEDIA, type PlannedFile } from "./planned_file.ts";

const DESCRIPTIONS = {
  results:
    "A row per run: its configuration, how it ended and its metrics; null where there is no value",
  history: "Learning curves, a row per run and epoch; null where a number is not finite",
} as const;

/** A sweep's own tables, results and learning curves, for a data card that comes without another tool's files. */
export function tableFiles(folder: ResultFolder): readonly PlannedFile[] {
  return (["results", "history"] as const).map((table) => ({
    name: `${table}.parquet`,
    mediaType: MEDIA.parquet,
    description: DESCRIPTIONS[table],
    columns: columnMeanings(folder, table),
    content: [parquetBytes(folder[table])],
  }));
}
