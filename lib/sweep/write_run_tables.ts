import { readJournals } from "./store/journal.ts";
import type { Manifest } from "./store/manifest.ts";
import type { RunOutcome } from "./store/outcomes.ts";
import { standingRecords } from "./store/raised_cap.ts";
import { writeResults } from "./store/results.ts";
import { returnMemory } from "./store/return_memory.ts";

/** What {@linkcode writeRunTables} read and wrote. */
export interface RunTables {
  /** How each run of the folder ended that has a record: their learning curves are in the table alone, as they take much room. */
  readonly records: readonly RunOutcome[];
  readonly files: readonly string[];
}

/**
 * Writes results.csv, results.parquet and history.parquet of all that a folder's journals hold, also while its sweep
 * runs: each file is replaced whole.
 *
 * @param further Names of axes besides the study's own.
 */
export async function writeRunTables(
  folder: string,
  manifest: Manifest,
  further: readonly string[] = Object.keys(manifest.axes.further ?? {}),
): Promise<RunTables> {
  const written = await writeTables(folder, manifest, further);
  await returnMemory();
  return written;
}

/** Once it has ended, nobody has the curves any more. */
async function writeTables(
  folder: string,
  manifest: Manifest,
  further: readonly string[],
): Promise<RunTables> {
  const records = standingRecords(readJournals(`${folder}/runs`).records, manifest);
  const files = await writeResults(folder, records, further);
  return { records: records.map(({ history: _, ...outcome }) => outcome), files };
}
