import {
  type PreparedOnce,
  prepareOnce as prepareIn,
  type PrepareOnceOptions,
} from "../data/prepare_once.ts";
import { tellData } from "./_tell_data.ts";
import { projectFolders } from "../project.ts";

/**
 * Loads and prepares a cohort as the sweep does, says what was understood of it, and keeps it in the project's
 * cache, wherever the kernel runs.
 *
 * @param nameOrPath As for `loadCohort`.
 * @throws {InputError} If a file cannot be read or cannot be prepared as asked.
 *
 * @example
 * ```ts
 * import { prepareOnce } from "./prepare_once.ts";
 * const { dataset } = await prepareOnce("synthetic-60x40", { genes: 20 });
 * if (dataset.genes.length !== 20) throw new Error("expected 20 genes");
 * ```
 */
export async function prepareOnce(
  nameOrPath: string,
  options: PrepareOnceOptions = {},
): Promise<PreparedOnce> {
  const prepared = await prepareIn(nameOrPath, { ...projectFolders(), ...options });
  tellData(prepared.dataset.summary, prepared.dataset.report);
  return prepared;
}
