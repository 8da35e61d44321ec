import { basename } from "node:path";
import { InputError } from "../errors.ts";
import { cached, cachePath, DEFAULT_CACHE } from "./_cache.ts";
import { readMatrix, writeMatrix } from "./_matrix_file.ts";
import { ContentWatch } from "./content_watch.ts";
import type { Cohort } from "./cohort.ts";
import { type ExpressionOptions, readExpression } from "./expression.ts";
import type { ExpressionMatrix } from "./expression_matrix.ts";
import { countSamples, ownIds, type PhenotypeIds, readIds } from "./phenotype/phenotype_ids.ts";
import {
  type JoinedPhenotype,
  joinPhenotype,
  withoutPhenotype,
} from "./phenotype/join_phenotype.ts";
import { checkDuplicateGenes, type DuplicateGenes } from "./_gene_ids.ts";
import { withoutEndings } from "./formats/mod.ts";
import { SourceFiles } from "./_source_files.ts";
import { chooseSamples, type SampleChoice } from "./phenotype/choose_samples.ts";
import { requireTypes } from "./phenotype/require_types.ts";
import { checkLoadOptions } from "./_check_load_options.ts";
import type { PhenotypeTable } from "./phenotype/phenotype_table.ts";
import { readPhenotypeTable, tableBesideMatrix } from "./phenotype/read_phenotype_table.ts";
import type { MemoryOptions } from "./memory.ts";
import type { Notice } from "./notices.ts";
import { type CohortFiles, resolveCohort } from "./resolve_cohort.ts";
import { syntheticCohort } from "./synthetic.ts";

/** Options of {@linkcode loadCohort}. */
export interface LoadCohortOptions extends Omit<ExpressionOptions, "countSamples"> {
  /** Path of the table with the samples' cancer types. @default {none: types unknown} */
  readonly phenotype?: string;
  /** Its column with the cancer type. @default {the first well-known name found} */
  readonly phenotypeColumn?: string;
  /** Its column of donors or other groups, of which each stays in one part of the split. @default {patients by barcode} */
  readonly groupColumn?: string;
  /**
   * Its columns that are predicted from latent spaces, in any case of letters; "cancer_type" is the cancer type where
   * no column is called so. @default {the cancer type alone}
   */
  readonly labels?: readonly string[];
  /** Whether half of the samples or more may be of unknown type beside a phenotype table. @default {false} */
  readonly allowUnknown?: boolean;
  /** Which samples are kept, where it is known what they were taken from. @default {"tumour"} */
  readonly sampleTypes?: SampleChoice;
  /** What is done with genes that share an id: see `chooseGenes`, or an error. @default {"highest-mean"} */
  readonly duplicateGenes?: DuplicateGenes;
  /** Folder for the parsed matrix, or false to keep nothing. @default {".cache/data"} */
  readonly cache?: string | false;
  /** Folder in which a cohort of the catalogue is looked for. @default {"data"} */
  readonly dataFolder?: string;
}

/** "synthetic", or with a version or size as the cohort itself is named: "synthetic-500x2000", "synthetic-1-500x2000". */
const SYNTHETIC = /^synthetic(?:-(1))?(?:-(\d+)x(\d+))?$/;
/** Raised whenever the reader makes a different matrix of the same file. */
const READER_VERSION = 7;

/**
 * A cohort by its name or the path of its expression matrix.
 *
 * @param nameOrPath "synthetic" (or "synthetic-SAMPLESxGENES"; "synthetic-1" and "synthetic-1-SAMPLESxGENES" for the
 * cohort of before), a name of the catalogue whose files were downloaded, such as "tcga-pancan", or the path of a matrix in any format of `readExpression`. The cancer
 * types of an .h5ad are its own, unless a table is given.
 * @throws {InputError} If a file cannot be read, is changed meanwhile or is not such a table, or the phenotype table matches
 * no sample.
 *
 * @example
 * ```ts
 * import { loadCohort } from "./load_cohort.ts";
 * const { matrix } = await loadCohort("synthetic-60x40");
 * if (matrix.samples.length !== 60 || matrix.genes.length !== 40) throw new Error("wrong size");
 * ```
 */
export async function loadCohort(
  nameOrPath: string,
  options: LoadCohortOptions = {},
): Promise<Cohort> {
  checkLoadOptions(nameOrPath, isSynthetic(nameOrPath), options);
  if (isSynthetic(nameOrPath)) {
    options.onProgress?.(0, 0, "making");
    return namedSynthetic(nameOrPath);
  }
  return await ContentWatch.during(() => readCohort(nameOrPath, options));
}

async function readCohort(nameOrPath: string, options: LoadCohortOptions): Promise<Cohort> {
  const { phenotype, phenotypeColumn, cache = DEFAULT_CACHE, duplicateGenes = "highest-mean" } =
    options;
  const files = resolveCohort(nameOrPath, { phenotype, phenotypeColumn }, options.dataFolder);
  const sources = await sourcesOf(files, options), given = await readGiven(files, options);
  const { matrix, damaged } = await loadMatrix(sources, cache, {
    ...options,
    countSamples: given && ((ids) => countSamples(given.ids, ids)),
  });
  checkDuplicateGenes(nameOrPath, matrix.report, duplicateGenes);
  const { groupColumn, labels } = options;
  const joined = await join(matrix.samples, files, { given, groupColumn, labels });
  await requireUnchanged(sources);
  const chosen = chooseSamples(matrix, joined, options.sampleTypes ?? "tumour");
  const isNamed = given !== undefined || phenotypeColumn !== undefined;
  if (isNamed && !options.allowUnknown) requireTypes(chosen, joined);
  return {
    ...chosen,
    name: files.name ??
      withoutEndings(basename(nameOrPath)),
    file: basename(files.matrix),
    scale: options.scale ?? "as-is",
    report: [...damaged, ...matrix.report, ...joined.report, ...chosen.report],
  };
}

/** Whether a cohort's name means the built-in synthetic one. */
export function isSynthetic(name: string): boolean {
  return SYNTHETIC.test(name);
}

/** As many float32 as one array holds at most. */
const MOST_CELLS = 2 ** 30;

function namedSynthetic(name: string): Cohort {
  const [, first, samples, genes] = SYNTHETIC.exec(name)!, version = first === undefined ? 2 : 1;
  if (samples === undefined) return syntheticCohort({ version });
  if (Number(samples) * Number(genes) > MOST_CELLS) {
    throw new InputError(
      `Cannot make the cohort ${name}: ${samples} × ${genes} numbers do not fit into memory; ask for at most ` +
        `${MOST_CELLS} in all`,
    );
  }
  if (Number(samples) === 0 || Number(genes) === 0) {
    throw new InputError(`Cannot make the cohort ${name}: it needs at least one sample and gene`);
  }
  return syntheticCohort({ samples: Number(samples), genes: Number(genes), version });
}

/** A cohort's files, as they were before any was read. */
interface Sources {
  readonly path: string;
  readonly matrix: SourceFiles;
  readonly table: SourceFiles | undefined;
}

async function sourcesOf(
  { matrix, phenotype }: CohortFiles,
  { maxMemory }: MemoryOptions,
): Promise<Sources> {
  return {
    path: matrix,
    matrix: await SourceFiles.ofMatrix(matrix, { maxMemory }),
    table: phenotype === undefined ? undefined : await SourceFiles.of(phenotype, { maxMemory }),
  };
}

async function requireUnchanged({ matrix, table }: Sources): Promise<void> {
  await matrix.requireUnchanged();
  await table?.requireUnchanged();
}

async function loadMatrix(
  sources: Sources,
  cache: string | false,
  { orientation = "auto", scale = "as-is", layer, geneColumn, ...reading }: ExpressionOptions,
): Promise<{ matrix: ExpressionMatrix; damaged: Notice[] }> {
  const options = { orientation, scale, layer, geneColumn };
  const { countSamples, maxMemory, onProgress } = reading;
  const read = async () => {
    const given = { ...options, countSamples, maxMemory, onProgress };
    const matrix = await readExpression(sources.path, given);
    await requireUnchanged(sources); // before it is kept by the hash of what the files held
    return matrix;
  };
  if (cache === false) return { matrix: await read(), damaged: [] };
  const content = await sources.matrix.hash(cache);
  // The phenotype table may have decided what is a sample, and what an id.
  const decided = await sources.table?.hash(cache) ?? null;
  const file = cachePath(cache, "matrix", READER_VERSION, content, options, decided);
  const { value, from } = await cached(file, readMatrix, read, async (matrix, path) => {
    onProgress?.(0, 0, "keeping");
    await writeMatrix(matrix, path);
  });
  const damaged: Notice[] = from === "damaged"
    ? [{ kind: "damaged-cache", count: 1, examples: [file] }]
    : [];
  return { matrix: value, damaged };
}

/** A phenotype table and what may identify its rows. */
interface GivenTable {
  readonly table: PhenotypeTable;
  readonly ids: readonly PhenotypeIds[];
}

/** The table that a user names: read first, as its samples tell the matrix's orientation. */
async function readGiven(
  { phenotype }: CohortFiles,
  { maxMemory }: MemoryOptions,
): Promise<GivenTable | undefined> {
  if (phenotype === undefined) return undefined;
  const table = await readPhenotypeTable(phenotype, { maxMemory });
  return { table, ids: await readIds(table) };
}

async function join(
  samples: readonly string[],
  { matrix, phenotypeColumn: column }: CohortFiles,
  { given, groupColumn, labels }:
    & { readonly given?: GivenTable }
    & Pick<LoadCohortOptions, "groupColumn" | "labels">,
): Promise<JoinedPhenotype> {
  const columns = { column, groupColumn, labels };
  if (given) return await joinPhenotype(given.table, given.ids, samples, columns);
  const beside = await tableBesideMatrix(matrix, samples[0]!);
  if (beside) {
    const ids = beside.index ? [ownIds(beside)] : await readIds(beside);
    return await joinPhenotype(beside, ids, samples, { ...columns, isBesideMatrix: true });
  }
  const [flag, got] = column !== undefined
    ? ["--phenotype-column", column]
    : groupColumn !== undefined
    ? ["--group-column", groupColumn]
    : ["--labels", labels?.join()];
  if (got === undefined) return withoutPhenotype(samples);
  throw new InputError(
    `${flag}: got "${got}", but there is no table of cancer types; name one ` +
      "with --phenotype",
  );
}
