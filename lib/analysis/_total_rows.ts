import { type TotalEffects, totalEffects, totalIntervals } from "../numbers/total_effects.ts";
import type { ImportanceRow } from "./_importance_rows.ts";
import { factorialGrid, type GridOptions } from "./factorial_grid.ts";
import { responseOf, type ResponseOptions } from "./response.ts";
import type { Results } from "./results.ts";

/** A total importance: what `importance` has in its rows of kind "total". */
export type TotalRow =
  & Pick<ImportanceRow, "importance" | "low" | "high" | "response" | "treatment" | "dropped">
  & Pick<ImportanceRow, "cells" | "seeds">
  & { readonly axis: string };

/** The total importance of each axis of one group of runs, as `importanceRows` has them, without all interactions. */
export function totalRows(results: Results, options: ResponseOptions & GridOptions): TotalRow[] {
  const { values, name, treatment } = responseOf(results, options);
  const grid = factorialGrid(results, values, options);
  const effects: TotalEffects = totalEffects(grid), shares = totalIntervals(effects);
  return grid.axes.map((axis, i) => ({
    axis: axis.name,
    importance: shares[i]!.value,
    low: shares[i]!.interval?.low ?? null,
    high: shares[i]!.interval?.high ?? null,
    response: name,
    treatment,
    cells: effects.cells,
    seeds: grid.seeds,
    dropped: grid.dropped,
  }));
}
