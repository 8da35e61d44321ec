import type pl from "nodejs-polars";
import { levelColumns, type RowOf, toFrame } from "./_frame.ts";
import { type FactorialGrid, factorialGrid, type GridOptions } from "./factorial_grid.ts";
import { groupResults } from "./group_results.ts";
import { responseOf, type ResponseOptions, type Treatment } from "./response.ts";
import { readResults, type ResultsOptions } from "./results.ts";
import { type Anova, functionalAnova } from "../numbers/functional_anova.ts";
import { shareIntervals } from "../numbers/share_intervals.ts";
import { varianceShares } from "../numbers/variance_shares.ts";

/** Options of {@linkcode importance}. */
export interface ImportanceOptions extends ResultsOptions, ResponseOptions, GridOptions {
  /** Columns whose levels are analysed apart, such as "model". @default [] */
  by?: readonly string[];
}

const COLUMNS = {
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

/** A row of {@linkcode importance}, after the columns it is grouped by. */
export type ImportanceRow = RowOf<typeof COLUMNS, {
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

function rows(grid: FactorialGrid) {
  const anova = functionalAnova(grid), { shares, totals } = shareIntervals(anova);
  const estimates = [...shares, ...totals];
  return statistics(grid, anova).map((statistic, i) => {
    const { value, interval } = estimates[i]!;
    return {
      ...statistic,
      importance: value,
      low: interval?.low ?? null,
      high: interval?.high ?? null,
      cells: anova.cells,
      seeds: grid.seeds,
      dropped: grid.dropped,
    };
  });
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
  const table = groupResults(readResults(results, options), by).flatMap(({ key, results }) => {
    const { values, name, treatment } = responseOf(results, options);
    const grid = factorialGrid(results, values, options);
    return rows(grid).map((row) => ({ ...key, ...row, response: name, treatment }));
  });
  return toFrame(table, { ...levelColumns(by), ...COLUMNS });
}
