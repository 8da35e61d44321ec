import { basename } from "node:path";
import { InputError } from "../errors.ts";
import { cached, cachePath, DEFAULT_CACHE, hashFile } from "./_cache.ts";
import { readMatrix, writeMatrix } from "./_matrix_file.ts";
import { type Cohort, UNKNOWN_CANCER_TYPE } from "./cohort.ts";
import { readExpression } from "./expression.ts";
import type { ExpressionMatrix } from "./expression_matrix.ts";
import { matchSamples } from "./match_samples.ts";
import { readPhenotype } from "./phenotype.ts";
import type { Repair } from "./repairs.ts";
import { resolveCohort } from "./resolve_cohort.ts";
import { syntheticCohort } from "./synthetic.ts";

/** Options of {@linkcode loadCohort}. */
export interface LoadCohortOptions {
  /** Path of the table with the samples' cancer types. @default {none: types unknown} */
  readonly phenotype?: string;
  /** Its column with the cancer type. @default {the first well-known name found} */
  readonly phenotypeColumn?: string;
  /** Folder for the parsed matrix, or false to keep nothing. @default {".cache/data" in the project} */
  readonly cache?: string | false;
}

/** "synthetic", or with a size as the cohort itself is named: "synthetic-500x2000". */
const SYNTHETIC = /^synthetic(?:-(\d+)x(\d+))?$/;
/** Raised whenever the reader makes another matrix of the same file. */
const READER_VERSION = 1;

/**
 * A cohort by its name or the path of its expression matrix.
 *
 * @param nameOrPath "synthetic" (or "synthetic-SAMPLESxGENES"), a name of the catalogue whose files were
 * downloaded, such as "tcga-pancan", or the path of a genes × samples table.
 * @throws {InputError} If a file cannot be read or is no such table, or the phenotype fits no sample.
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
  { phenotype, phenotypeColumn, cache = DEFAULT_CACHE }: LoadCohortOptions = {},
): Promise<Cohort> {
  if (isSynthetic(nameOrPath)) {
    if (phenotype !== undefined) {
      throw new InputError(
        `Cannot use the phenotype table ${phenotype} with ${nameOrPath}: that cohort has cancer types ` +
          "of its own; leave it out",
      );
    }
    return namedSynthetic(nameOrPath);
  }
  const files = resolveCohort(nameOrPath, { phenotype, phenotypeColumn });
  const { matrix, damaged } = await loadMatrix(files.matrix, cache);
  const { cancerTypes, report } = await typesOf(matrix, files.phenotype, files.phenotypeColumn);
  return {
    name: files.name ?? basename(nameOrPath).replace(/(\.(gz|tsv|txt|xena))+$/i, ""),
    matrix,
    cancerTypes,
    report: [...damaged, ...matrix.report, ...report],
  };
}

/**
 * Whether a cohort's name means the built-in synthetic one.
 *
 * @example
 * ```ts
 * import { isSynthetic } from "./load_cohort.ts";
 * if (!isSynthetic("synthetic-60x40") || isSynthetic("synthetic.tsv")) throw new Error("mistaken");
 * ```
 */
export function isSynthetic(name: string): boolean {
  return SYNTHETIC.test(name);
}

function namedSynthetic(name: string): Cohort {
  const [, samples, genes] = SYNTHETIC.exec(name)!;
  if (samples === undefined) return syntheticCohort();
  if (Number(samples) === 0 || Number(genes) === 0) {
    throw new InputError(`Cannot make the cohort ${name}: it needs at least one sample and gene`);
  }
  return syntheticCohort({ samples: Number(samples), genes: Number(genes) });
}

async function loadMatrix(
  path: string,
  cache: string | false,
): Promise<{ matrix: ExpressionMatrix; damaged: Repair[] }> {
  if (cache === false) return { matrix: await readExpression(path), damaged: [] };
  const file = cachePath(cache, "matrix", READER_VERSION, await hashFile(path));
  const { value, from } = await cached(file, readMatrix, () => readExpression(path), writeMatrix);
  const damaged: Repair[] = from === "damaged"
    ? [{ kind: "damaged-cache", count: 1, examples: [file] }]
    : [];
  return { matrix: value, damaged };
}

async function typesOf(
  { samples }: ExpressionMatrix,
  phenotype: string | undefined,
  column: string | undefined,
): Promise<{ cancerTypes: string[]; report: Repair[] }> {
  if (phenotype === undefined) {
    return {
      cancerTypes: samples.map(() => UNKNOWN_CANCER_TYPE),
      report: [{ kind: "no-phenotype", count: samples.length, examples: [] }],
    };
  }
  const table = await readPhenotype(phenotype, { column });
  const matched = matchSamples(samples, table.cancerTypes);
  return { cancerTypes: matched.cancerTypes, report: [...table.report, ...matched.report] };
}
