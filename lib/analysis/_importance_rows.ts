import type { RowOf } from "./_frame.ts";
import { type FactorialGrid, factorialGrid, type GridOptions } from "./factorial_grid.ts";
import { responseOf, type ResponseOptions, type Treatment } from "./response.ts";
import type { Results } from "./results.ts";
import { type Anova, functionalAnova } from "../numbers/functional_anova.ts";
import { shareIntervals } from "../numbers/share_intervals.ts";
import { varianceShares } from "../numbers/variance_shares.ts";

/** The columns of the table of importances, after those it is grouped by. */
export const IMPORTANCE_COLUMNS = {
  /** Names of the axes joined by " × ". */
  axes: "text",
  /** "effect": what exactly these axes do together; "total": everything one axis takes part in. */
  kind: "text",
  /** How many axes interact; 1 is a main effect, and every total. */
  order: "integer",
  degrees_of_freedom: "number",
  /** V_U of the cell means; for a total the sum over the subsets with the axis. */
  variance: "number",
  /** The part of `variance` that is differences between seeds; null with one seed: unknown, so nothing is subtracted. */
  noise: "number?",
  /** (variance − noise) over the sum of all effects'; null where nothing varies but noise. */
  importance: "number?",
  /** Bounds of the 95 % interval by the jackknife over seeds; null under 3 seeds. */
  low: "number?",
  high: "number?",
  response: "text",
  treatment: "text",
  cells: "integer",
  seeds: "integer",
  /** Levels left out to make the grid complete. */
  dropped: "text",
} as const;

/** A row of `importance`, after the columns it is grouped by. */
export type ImportanceRow = RowOf<typeof IMPORTANCE_COLUMNS, {
  kind: "effect" | "total";
  treatment: Treatment;
}>;

type Statistic = Pick<
  ImportanceRow,
  "axes" | "kind" | "order" | "degrees_of_freedom" | "variance" | "noise"
>;

/** Every effect, then every axis's total: the order of `shareIntervals`. */
function statistics(grid: FactorialGrid, anova: Anova): Statistic[] {
  const { variance, noise } = varianceShares(anova);
  const effects = anova.terms.map((term, t): Statistic => ({
    axes: term.axes.map((axis) => grid.axes[axis]!.name).join(" × "),
    kind: "effect",
    order: term.axes.length,
    degrees_of_freedom: term.degreesOfFreedom,
    variance: variance[t]!,
    noise: noise === null ? null : noise[t]!,
  }));
  const totals = grid.axes.map(({ name }, axis): Statistic => {
    const parts = effects.filter((_, t) => anova.terms[t]!.axes.includes(axis));
    const sum = (of: (part: Statistic) => number) =>
      parts.reduce((total, part) => total + of(part), 0);
    return {
      axes: name,
      kind: "total",
      order: 1,
      degrees_of_freedom: sum((part) => part.degrees_of_freedom),
      variance: sum((part) => part.variance),
      noise: noise === null ? null : sum((part) => part.noise!),
    };
  });
  return [...effects, ...totals];
}

/** The rows of one group of runs; see `importance`. */
export function importanceRows(
  results: Results,
  options: ResponseOptions & GridOptions,
): ImportanceRow[] {
  const { values, name, treatment } = responseOf(results, options);
  const grid = factorialGrid(results, values, options);
  const anova = functionalAnova(grid), { shares, totals } = shareIntervals(anova);
  const estimates = [...shares, ...totals];
  return statistics(grid, anova).map((statistic, i) => {
    const { value, interval } = estimates[i]!;
    return {
      ...statistic,
      importance: value,
      low: interval?.low ?? null,
      high: interval?.high ?? null,
      response: name,
      treatment,
      cells: anova.cells,
      seeds: grid.seeds,
      dropped: grid.dropped,
    };
  });
}
