import type pl from "nodejs-polars";
import { levelColumns, toFrame } from "./_frame.ts";
import { IMPORTANCE_COLUMNS, importanceRows } from "./_importance_rows.ts";
import type { GridOptions } from "./factorial_grid.ts";
import { groupResults } from "./group_results.ts";
import type { ResponseOptions } from "./response.ts";
import { readResults, type ResultsOptions } from "./results.ts";

export type { ImportanceRow } from "./_importance_rows.ts";

/** Options of {@linkcode importance}. */
export interface ImportanceOptions extends ResultsOptions, ResponseOptions, GridOptions {
  /** Columns whose levels are analysed apart, such as "model". @default [] */
  by?: readonly string[];
}

/**
 * How much of the variance over the grid each hyper-parameter, and each interaction, accounts for: exact functional
 * analysis of variance of the full factorial, freed from noise between seeds, with intervals by the jackknife over seeds.
 *
 * @returns One row per subset of the axes and one total per axis ({@linkcode ImportanceRow}), for each group.
 * @throws {InputError} If the grid is incomplete (the missing runs are named) and `onMissing` is not "largest".
 *
 * @example
 * ```ts
 * import pl from "nodejs-polars";
 * import { importance } from "./importance.ts";
 * const frame = pl.DataFrame({
 *   learning_rate: [0.1, 0.1, 0.001, 0.001], optimizer: ["adam", "sgd", "adam", "sgd"], seed: [0, 0, 0, 0],
 *   status: Array(4).fill("converged"), test_mse: [0.1, 0.1, 0.01, 0.01],
 * });
 * const [first] = importance(frame).toRecords();
 * if (first!.axes !== "learning_rate" || first!.importance !== 1) throw new Error("wrong importance");
 * ```
 */
export function importance(results: pl.DataFrame, options: ImportanceOptions = {}): pl.DataFrame {
  const { by = [] } = options;
  const table = groupResults(readResults(results, options), by).flatMap(({ key, results }) =>
    importanceRows(results, options).map((row) => ({ ...key, ...row }))
  );
  return toFrame(table, { ...levelColumns(by), ...IMPORTANCE_COLUMNS });
}
