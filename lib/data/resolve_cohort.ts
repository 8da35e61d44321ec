import { InputError } from "../errors.ts";
import { shortPath } from "../format/short_path.ts";
import { type CatalogueEntry, findCohort } from "./download/catalogue.ts";

/** Where a cohort's files are looked for by its name, below the current folder. */
const DATA_FOLDER = "data";

/** The files of a cohort. */
export interface CohortFiles {
  /** The cohort's name, where the catalogue has one. */
  readonly name?: string;
  readonly matrix: string;
  readonly phenotype?: string;
  readonly phenotypeColumn?: string;
}

/**
 * The files that a cohort of the catalogue, or a path, means. A file of that very name comes first; then a
 * name of the catalogue brings its own table of cancer types, unless another is named.
 *
 * @param nameOrPath A name such as "tcga-pancan", or the path of an expression matrix.
 * @param given The table of cancer types that the user names, if any.
 * @throws {InputError} If the catalogue's cohort has not been downloaded.
 */
export function resolveCohort(
  nameOrPath: string,
  given: { readonly phenotype?: string; readonly phenotypeColumn?: string } = {},
  folder: string = DATA_FOLDER,
): CohortFiles {
  const entry = findCohort(nameOrPath);
  if (!entry || exists(nameOrPath)) return { matrix: nameOrPath, ...given };
  const { matrix, phenotype } = cohortPaths(entry, folder);
  const needed = given.phenotype === undefined ? [matrix, phenotype] : [matrix];
  const missing = needed.find((path) => !exists(path));
  if (missing !== undefined) {
    throw new InputError(
      `Cannot read the cohort ${entry.name}: there is no ${shortPath(missing)}; ` +
        `\`deno task data ${entry.name}\` downloads it`,
    );
  }
  return {
    name: entry.name,
    matrix,
    ...given.phenotype === undefined
      ? { phenotype, phenotypeColumn: given.phenotypeColumn ?? entry.phenotypeColumn }
      : given,
  };
}

/** Where the files of a cohort of the catalogue are kept. */
export function cohortPaths(
  { matrix, phenotype }: CatalogueEntry,
  folder: string = DATA_FOLDER,
): { readonly matrix: string; readonly phenotype: string } {
  return { matrix: `${folder}/${matrix.file}`, phenotype: `${folder}/${phenotype.file}` };
}

function exists(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) {
      return false;
    }
    throw error;
  }
}
