import { isOtherText } from "./check_texts.ts";
import { DamagedTable, openTable, type TableFile } from "./table_file.ts";

/** Tables that a sweep writes anew from journals and details whenever it ends. */
const REWRITTEN = ["results", "history", "downstream", "samples", "latent"] as const;

/** Tables whose rows it takes over: a damaged one is removed, so that its rows are computed again. */
const TAKEN_OVER = ["baselines", "downstream_references"] as const;

/**
 * Looks for tables of a result folder that are not what was written, before a sweep goes on in it.
 *
 * @returns What is wrong and what becomes of it, a line for each.
 */
export function checkTables(folder: string): string[] {
  return [
    ...REWRITTEN.flatMap((name) => problemsOf(`${folder}/${name}`, "written anew")),
    ...TAKEN_OVER.flatMap((name) => {
      const path = `${folder}/${name}`;
      const problems = problemsOf(path, "computed anew", (table) => table.frame());
      if (problems.length > 0) Deno.removeSync(`${path}.parquet`);
      return problems;
    }),
  ];
}

function problemsOf(
  path: string,
  remedy: string,
  check: (table: TableFile) => void = (table) => table.check(),
): string[] {
  try {
    const table = openTable(`${path}.parquet`);
    if (table) check(table);
    return !isOtherText(path, table?.marks ?? null)
      ? []
      : [`${path}.csv is not what was written with ${path}.parquet: both are ${remedy}`];
  } catch (error) {
    if (!(error instanceof DamagedTable)) throw error;
    return [`${path}.parquet is damaged (${error.why}): it is ${remedy}`];
  }
}
