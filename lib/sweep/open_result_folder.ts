import pl from "nodejs-polars";
import { InputError } from "../errors.ts";
import { plainText } from "../format/plain_text.ts";
import { computationNotices } from "./computation_notices.ts";
import { readBaselines } from "./baselines.ts";
import { expandGrid } from "./plan/grid.ts";
import { sweepAxes, type SweepAxis } from "./store/axes.ts";
import { readReferences } from "./references.ts";
import { downstreamFrame } from "./store/downstream.ts";
import { readJournals } from "./store/journal.ts";
import { keptTables } from "./store/kept_tables.ts";
import { changedTexts } from "./store/check_texts.ts";
import { DamagedTable } from "./store/table_file.ts";
import { type LoneTables, loneTables } from "./store/lone_tables.ts";
import { type Manifest, modelTable, requireManifest } from "./store/manifest.ts";
import { standingRecords } from "./store/raised_cap.ts";
import { historyFrame, resultsFrame } from "./store/results.ts";
import { whileUsed } from "./_while_used.ts";

/** What a result folder holds: complete up to the moment when it was opened. */
export interface ResultFolder {
  readonly folder: string;
  readonly manifest: Manifest;
  /** What the sweep varies, as sweep.json says. */
  readonly axes: readonly SweepAxis[];
  /** A row per run. */
  readonly results: pl.DataFrame;
  /** A row per run and epoch. */
  readonly history: pl.DataFrame;
  /** The mean predictor and principal components on each split, as `writeBaselines` has them; null without. */
  readonly baselines: pl.DataFrame | null;
  /** A row per run, label and classifier, as `downstreamFrame` has them. */
  readonly downstream: pl.DataFrame;
  /** How well labels are told without a trained model, as `writeReferences` has them; null without. */
  readonly references: pl.DataFrame | null;
  /** A row per run and test sample, as `samplesFrame` has them, read anew when nobody has it any more; null if the folder holds none. */
  readonly samples: pl.DataFrame | null;
  /** A row per run and latent dimension, as `latentFrame` has them, read as the samples are; null if the folder holds none. */
  readonly latent: pl.DataFrame | null;
  /** Runs that the grid in the manifest has. */
  readonly total: number;
  /** Lines of journals that could not be trusted. */
  readonly damaged: number;
  /** What there is to know before these are relied on, in words: tables that were made anew or cannot be checked. */
  readonly notices: readonly string[];
}

/**
 * Opens a result folder, finished or not, while its sweep runs or after.
 *
 * The journals say what is finished; a folder that was copied in part may have only the tables.
 *
 * @param purpose What it is opened for, for the message. @default "open"
 * @throws {InputError} If it holds no sweep, or no run of it.
 *
 * @example
 * ```ts
 * import { openResultFolder } from "./open_result_folder.ts";
 * try {
 *   openResultFolder("no/such/folder", "report on");
 * } catch (error) {
 *   if (!(error as Error).message.startsWith("Cannot report on no/such/folder")) throw error;
 * }
 * ```
 */
export function openResultFolder(folder: string, purpose = "open"): ResultFolder {
  const manifest = requireManifest(folder, purpose), axes = sweepAxes(manifest);
  const total = expandGrid(manifest.axes, manifest.fixed, modelTable(manifest)).length;
  const counted = fromJournals(folder, manifest), tables = counted ?? withoutJournals(folder);
  if (!tables || tables.results.height === 0) {
    throw new InputError(
      `Cannot ${purpose} ${folder}: no run is finished yet; let \`deno task sweep\` finish some first`,
    );
  }
  const { history, downstream, damaged } = tables, results = plain(tables.results);
  const notices = [...tables.notices, ...changedTexts(folder), ...ofComputation(results)];
  // The largest, which few ask for.
  const samples = whileUsed(() => ofRuns(tables.samples, results));
  const latent = whileUsed(() => ofRuns(tables.latent, results));
  return {
    ...{ folder, manifest, axes, total, results, history, downstream, damaged, notices },
    ...counted ? computed(folder, manifest, purpose) : computedTables(folder),
    get samples() {
      return samples();
    },
    get latent() {
      return latent();
    },
  };
}

/** Tables that only a sweep can compute, as it takes the data: where one is damaged, that is what there is to do. */
function computed(folder: string, { command }: Manifest, purpose: string) {
  try {
    return computedTables(folder);
  } catch (error) {
    if (!(error instanceof DamagedTable)) throw error;
    const { path, why } = error;
    throw new InputError(
      `Cannot ${purpose} ${folder}: ${path} is damaged (${why}); \`${command}\` computes it anew from the data`,
      { cause: error },
    );
  }
}

function computedTables(folder: string): Pick<ResultFolder, "baselines" | "references"> {
  return { baselines: readBaselines(folder), references: readReferences(folder) };
}

type Tables = LoneTables & Pick<ResultFolder, "damaged">;

function fromJournals(folder: string, manifest: Manifest): Tables | undefined {
  const { records: all, damaged } = readJournals(`${folder}/runs`);
  if (all.length === 0) return undefined;
  const { axes } = manifest, records = standingRecords(all, manifest);
  return Object.assign(keptTables(folder, records), {
    results: resultsFrame(records, Object.keys(axes.further ?? {})),
    history: historyFrame(records),
    downstream: downstreamFrame(records),
    damaged: damaged.length,
  });
}

function withoutJournals(folder: string): Tables | undefined {
  const tables = loneTables(folder);
  return tables && Object.assign(tables, { damaged: 0 });
}

function ofComputation(results: pl.DataFrame): string[] {
  const columns = ["status", "backend", "threads", "population"];
  const there = columns.filter((name) => results.columns.includes(name)); // an earlier version's has less
  return computationNotices(
    results.select(...there).toRecords() as Parameters<typeof computationNotices>[0],
  );
}

/** Names on one line, as figures write them into expressions. */
function plain(results: pl.DataFrame): pl.DataFrame {
  const column = (name: string) =>
    pl.Series(name, (results.getColumn(name).toArray() as string[]).map(plainText), pl.Utf8);
  return results.withColumns(column("model"), column("optimizer"));
}

/** What the runs of a table kept: others may have kept something before a larger cap took their place. */
function ofRuns(table: pl.DataFrame | null, results: pl.DataFrame): pl.DataFrame | null {
  if (table === null) return null;
  const runs = new Set(results.getColumn("run").toArray());
  const others = table.getColumn("run").unique().toArray().filter((run) => !runs.has(run));
  return others.length === 0 ? table : table.filter(pl.col("run").isIn(others).not());
}
