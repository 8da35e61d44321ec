import type { Cohort } from "../data/cohort.ts";
import { loadCohort as loadIn, type LoadCohortOptions } from "../data/load_cohort.ts";
import { projectFolders } from "../project.ts";

/**
 * A cohort by its name or the path of its expression matrix, found in the project's data/ and kept in its cache,
 * wherever the kernel runs.
 *
 * @param nameOrPath "synthetic", a name of `deno task data`, or the path of a matrix.
 * @throws {InputError} If a file cannot be read or is not such a table, or the phenotype table matches no sample.
 *
 * @example
 * ```ts
 * import { loadCohort } from "./load_cohort.ts";
 * const { matrix } = await loadCohort("synthetic-60x40");
 * if (matrix.samples.length !== 60) throw new Error("expected 60 samples");
 * ```
 */
export function loadCohort(nameOrPath: string, options: LoadCohortOptions = {}): Promise<Cohort> {
  return loadIn(nameOrPath, { ...projectFolders(), ...options });
}
