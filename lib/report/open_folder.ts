import pl from "nodejs-polars";
import { unlessMissing } from "../files.ts";
import { plainText } from "../format/plain_text.ts";
import { InputError } from "../errors.ts";
import { expandGrid } from "../sweep/plan/grid.ts";
import { sweepAxes, type SweepAxis } from "../sweep/store/axes.ts";
import { readDetails } from "../sweep/store/details.ts";
import { latentFrame, samplesFrame } from "../sweep/store/details_frames.ts";
import { readJournals } from "../sweep/store/journal.ts";
import { type Manifest, readManifest } from "../sweep/store/manifest.ts";
import { readTable } from "../sweep/store/read_table.ts";
import { historyFrame, resultsFrame } from "../sweep/store/results.ts";

/** What a report is made from. */
export interface ReportInput {
  readonly folder: string;
  readonly manifest: Manifest;
  /** What the sweep varies, as sweep.json says. */
  readonly axes: readonly SweepAxis[];
  /** A row per run. */
  readonly results: pl.DataFrame;
  /** A row per run and epoch. */
  readonly history: pl.DataFrame;
  /** The mean predictor and principal components on each seed's split, as `writeBaselines` has them; null without. */
  readonly baselines: pl.DataFrame | null;
  /** A row per run and test sample, as `samplesFrame` has them; null if the folder holds none. */
  readonly samples: pl.DataFrame | null;
  /** A row per run and latent dimension, as `latentFrame` has them; null if the folder holds none. */
  readonly latent: pl.DataFrame | null;
  /** Runs that the grid in the manifest has. */
  readonly total: number;
  /** Lines of journals that could not be trusted. */
  readonly damaged: number;
}

/** Names on one line, as figures write them into expressions. */
function plain(results: pl.DataFrame): pl.DataFrame {
  const column = (name: string) =>
    pl.Series(name, (results.getColumn(name).toArray() as string[]).map(plainText), pl.Utf8);
  return results.withColumns(column("model"), column("optimizer"));
}

function fromParquet(folder: string) {
  const results = readTable(`${folder}/results.parquet`);
  const history = readTable(`${folder}/history.parquet`);
  if (results && history) return { results: plain(results), history, damaged: 0 };
  throw new InputError(
    `Cannot report on ${folder}: no run is finished yet; let \`deno task sweep\` finish some first`,
  );
}

function modified(path: string): number | null {
  return unlessMissing(() => Deno.statSync(path).mtime?.getTime() ?? 0, null);
}

/** What runs kept: from the tables, unless runs have kept more since those were written. */
function kept(folder: string): Pick<ReportInput, "samples" | "latent"> {
  const written = modified(`${folder}/latent.parquet`), last = lastDetails(`${folder}/runs`);
  if (written !== null && written >= last) {
    return {
      samples: readTable(`${folder}/samples.parquet`),
      latent: readTable(`${folder}/latent.parquet`),
    };
  }
  const details = [...readDetails(`${folder}/runs`).values()];
  return details.length === 0
    ? { samples: null, latent: null }
    : { samples: samplesFrame(details), latent: latentFrame(details) };
}

/** When a run last kept something; 0 if none did. */
function lastDetails(folder: string): number {
  if (modified(folder) === null) return 0;
  const files = [...Deno.readDirSync(folder)].filter(({ name }) => name.endsWith(".details"));
  return files.reduce((last, { name }) => Math.max(last, modified(`${folder}/${name}`) ?? 0), 0);
}

/** The journals say what is finished, also while a sweep runs; a folder that was handed on may have the tables only. */
function frames(folder: string, manifest: Manifest) {
  const { records, damaged } = readJournals(`${folder}/runs`);
  if (records.length === 0) return fromParquet(folder);
  const further = Object.keys(manifest.axes.further ?? {});
  const results = resultsFrame(records, further);
  return { results: plain(results), history: historyFrame(records), damaged: damaged.length };
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
  const baselines = readTable(`${folder}/baselines.parquet`);
  const axes = sweepAxes(manifest);
  return { folder, manifest, axes, ...frames(folder, manifest), ...kept(folder), baselines, total };
}
