import { InputError } from "../errors.ts";
import { checkLoadOptions } from "./_check_load_options.ts";
import { isSynthetic, type LoadCohortOptions } from "./load_cohort.ts";
import { resolveCohort } from "./resolve_cohort.ts";

/**
 * Refuses a cohort whose files are not there, or options that it does not have, before anything is read.
 *
 * @param nameOrPath As for `loadCohort`.
 * @throws {InputError} As `loadCohort` does then.
 *
 * @example
 * ```ts
 * import { requireCohortFiles } from "./require_cohort_files.ts";
 * requireCohortFiles("synthetic");
 * try {
 *   requireCohortFiles("no/such/file.tsv");
 * } catch (error) {
 *   if (!(error as Error).message.endsWith("there is no such file")) throw error;
 * }
 * ```
 */
export function requireCohortFiles(nameOrPath: string, options: LoadCohortOptions = {}): void {
  const synthetic = isSynthetic(nameOrPath), { phenotype, dataFolder } = options;
  checkLoadOptions(nameOrPath, synthetic, options);
  if (synthetic) return;
  const files = resolveCohort(nameOrPath, { phenotype }, dataFolder);
  for (const path of [files.matrix, files.phenotype]) {
    if (path !== undefined && !exists(path)) {
      throw new InputError(`Cannot read ${path}: there is no such file`);
    }
  }
}

/** Whether there is something of that name, which may be a folder or a pipe too. */
function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) {
      return false;
    }
    throw error;
  }
}
