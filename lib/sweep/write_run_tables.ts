import { readJournals } from "./store/journal.ts";
import type { Manifest } from "./store/manifest.ts";
import { standingRecords } from "./store/raised_cap.ts";
import type { RunRecord } from "./store/record.ts";
import { writeResults } from "./store/results.ts";

/** What {@linkcode writeRunTables} read and wrote. */
export interface RunTables {
  /** A record of each run of the folder that has one. */
  readonly records: readonly RunRecord[];
  readonly files: readonly string[];
}

/**
 * Writes results.csv, results.parquet and history.parquet of all that a folder's journals hold, also while its sweep
 * runs: each file is replaced whole.
 *
 * @param further Names of axes besides the study's own.
 */
export function writeRunTables(
  folder: string,
  manifest: Manifest,
  further: readonly string[] = Object.keys(manifest.axes.further ?? {}),
): RunTables {
  const records = standingRecords(readJournals(`${folder}/runs`).records, manifest);
  return { records, files: writeResults(folder, records, further) };
}
