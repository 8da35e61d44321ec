import pl from "nodejs-polars";
import { InputError } from "../errors.ts";
import { expandGrid } from "../sweep/grid.ts";
import { readJournals } from "../sweep/journal.ts";
import { type Manifest, readManifest } from "../sweep/manifest.ts";
import { historyFrame, resultsFrame } from "../sweep/results.ts";

/** What a report is made from. */
export interface ReportInput {
  readonly folder: string;
  readonly manifest: Manifest;
  /** A row per run. */
  readonly results: pl.DataFrame;
  /** A row per run and epoch. */
  readonly history: pl.DataFrame;
  /** Runs that the grid in the manifest has. */
  readonly total: number;
  /** Lines of journals that could not be trusted. */
  readonly damaged: number;
}

function fromParquet(folder: string) {
  const read = (name: string) => pl.readParquet(`${folder}/${name}.parquet`);
  try {
    Deno.statSync(`${folder}/results.parquet`);
    return { results: read("results"), history: read("history"), damaged: 0 };
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new InputError(
      `Cannot report on ${folder}: no run is finished yet; let \`deno task sweep\` finish some first`,
    );
  }
}

/** The journals say what is finished, also while a sweep runs; a folder that was handed on may have the tables only. */
function frames(folder: string, manifest: Manifest) {
  const { records, damaged } = readJournals(`${folder}/runs`);
  if (records.length === 0) return fromParquet(folder);
  const further = Object.keys(manifest.axes.further ?? {});
  const results = resultsFrame(records, further);
  return { results, history: historyFrame(records), damaged: damaged.length };
}

/**
 * Opens a result folder for a report: finished or not, while its sweep runs or after.
 *
 * @param folder A folder that `deno task sweep` wrote.
 * @throws {InputError} If it holds no sweep, or no run of it.
 *
 * @example
 * ```ts
 * import { openFolder } from "./open_folder.ts";
 * try {
 *   openFolder("no/such/folder");
 * } catch (error) {
 *   if (!(error as Error).message.startsWith("Cannot report on no/such/folder")) throw error;
 * }
 * ```
 */
export function openFolder(folder: string): ReportInput {
  const manifest = readManifest(folder);
  if (!manifest) {
    throw new InputError(
      `Cannot report on ${folder}: it holds no sweep.json; name a folder that \`deno task sweep\` wrote`,
    );
  }
  const total = expandGrid(manifest.axes, manifest.fixed).length;
  return { folder, manifest, ...frames(folder, manifest), total };
}
