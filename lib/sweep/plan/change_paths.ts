import { findCohort } from "../../data/download/catalogue.ts";
import { isSynthetic } from "../../data/load_cohort.ts";
import { unlessMissing } from "../../files.ts";
import type { OptionRows } from "../../options/mod.ts";

/**
 * Options with every path among them changed, such as made absolute. The name of a cohort is none, unless there is a
 * file of that name.
 *
 * @param said Options by their names; what is no text or list of texts is left.
 * @param rows Where these are paths is said here.
 *
 * @example
 * ```ts
 * import { DATA_OPTIONS } from "../../options/mod.ts";
 * import { changePaths } from "./change_paths.ts";
 * const below = (path: string) => `study/${path}`;
 * const { data, phenotype } = changePaths({ data: "brca", phenotype: "a.tsv" }, DATA_OPTIONS, below);
 * if (data !== "brca" || phenotype !== "study/a.tsv") throw new Error("not as given");
 * ```
 */
export function changePaths<Options extends object>(
  said: Options,
  rows: OptionRows,
  change: (path: string) => string,
): Options {
  const changed = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(changed);
    return typeof value !== "string" || isName(value, change(value)) ? value : change(value);
  };
  const entries = Object.entries(said).map(([name, value]) => [
    name,
    Object.hasOwn(rows, name) && rows[name]!.path ? changed(value) : value,
  ]);
  return Object.fromEntries(entries);
}

function isName(text: string, path: string): boolean {
  return isSynthetic(text) || findCohort(text) !== undefined && !isFile(path);
}

function isFile(path: string): boolean {
  try {
    return unlessMissing(() => Deno.statSync(path).isFile, false);
  } catch (error) {
    if (error instanceof Deno.errors.NotADirectory) return false;
    throw error;
  }
}
