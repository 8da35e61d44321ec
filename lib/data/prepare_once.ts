import { basename } from "node:path";
import { cached, cachePath, DEFAULT_CACHE } from "./_cache.ts";
import { checkLoadOptions } from "./_check_load_options.ts";
import { checkDuplicateGenes } from "./_gene_ids.ts";
import { loadDataset, writeDataset } from "./dataset_file.ts";
import { ContentWatch } from "./content_watch.ts";
import { isSynthetic, loadCohort, type LoadCohortOptions } from "./load_cohort.ts";
import { READING_CHOICES } from "./reading_choices.ts";
import { type CohortFiles, resolveCohort } from "./resolve_cohort.ts";
import { SourceFiles } from "./_source_files.ts";
import { prepareDataset, type PreparedDataset, type PrepareOptions } from "./prepare.ts";

/** Options of {@linkcode prepareOnce}. */
export interface PrepareOnceOptions extends PrepareOptions, Omit<LoadCohortOptions, "cache"> {
  /** Folder for parsed and prepared data. @default {".cache/data"} */
  readonly cache?: string;
}

/** A prepared dataset and the file that holds it. */
export interface PreparedOnce {
  readonly dataset: PreparedDataset;
  /** Absolute; what worker processes give to `loadDataset`. */
  readonly path: string;
  /** Whether it was there already. */
  readonly fromCache: boolean;
}

/** Raised whenever reader or preparation make something else of the same files and options. */
const VERSION = 10;

/**
 * Loads and prepares a cohort, or loads what an earlier call prepared from the same content and options.
 *
 * Any number of processes may call it at once: one prepares, the others wait for its file. A damaged
 * cache file is rebuilt, and the report says so.
 *
 * @param nameOrPath As for `loadCohort`.
 * @throws {InputError} If a file is changed while it is read, and as `loadCohort` and `prepareDataset` do.
 *
 * @example The second call finds what the first one made
 * ```ts
 * import { prepareOnce } from "./prepare_once.ts";
 * const cache = await Deno.makeTempDir();
 * const first = await prepareOnce("synthetic-60x40", { cache, genes: 20 });
 * const second = await prepareOnce("synthetic-60x40", { cache, genes: 20 });
 * if (first.fromCache || !second.fromCache) throw new Error("not cached");
 * if (first.dataset.hash !== second.dataset.hash) throw new Error("not the same");
 * await Deno.remove(cache, { recursive: true });
 * ```
 */
export async function prepareOnce(
  nameOrPath: string,
  options: PrepareOnceOptions = {},
): Promise<PreparedOnce> {
  return await ContentWatch.during(() => prepareWatched(nameOrPath, options));
}

async function prepareWatched(
  nameOrPath: string,
  { cache = DEFAULT_CACHE, ...options }: PrepareOnceOptions,
): Promise<PreparedOnce> {
  const {
    phenotype,
    dataFolder,
    onProgress,
    maxMemory,
    duplicateGenes = "highest-mean",
    ...deciding
  } = options;
  const synthetic = isSynthetic(nameOrPath);
  checkLoadOptions(nameOrPath, synthetic, options);
  const files: CohortFiles = synthetic
    ? { matrix: nameOrPath, phenotype }
    : resolveCohort(nameOrPath, { phenotype }, dataFolder);
  const matrix = synthetic ? undefined : await SourceFiles.ofMatrix(files.matrix, { maxMemory });
  const source = await matrix?.hash(cache) ?? nameOrPath;
  const table = files.phenotype === undefined
    ? undefined
    : await SourceFiles.of(files.phenotype, { maxMemory });
  // With its name, which the summary tells.
  const types = table ? [basename(files.phenotype!), await table.hash(cache)] : null;
  const path = cachePath(cache, "dataset", VERSION, nameOrPath, source, types, said(deciding));
  const { value, from } = await cached(path, loadDataset, async () => {
    const cohort = await loadCohort(nameOrPath, { ...options, cache });
    for (const read of [matrix, table]) await read?.requireUnchanged();
    onProgress?.(0, 0, "preparing");
    return prepareDataset(cohort, options);
  }, writeDataset);
  checkDuplicateGenes(nameOrPath, value.report, duplicateGenes);
  const damaged = { kind: "damaged-cache", count: 1, examples: [path] } as const;
  const dataset = from === "damaged" ? { ...value, report: [damaged, ...value.report] } : value;
  return { dataset, path, fromCache: from === "cache" };
}

/** What was said, in the order of the names; a default that is said is as good as one that is not. */
function said(options: Readonly<Record<string, unknown>>): [name: string, value: unknown][] {
  const isDefault = (name: string, value: unknown) =>
    value === READING_CHOICES[name as keyof typeof READING_CHOICES]?.[0];
  return Object.entries(options)
    .filter(([name, value]) => value !== undefined && !isDefault(name, value))
    .sort(([a], [b]) => a < b ? -1 : 1);
}
