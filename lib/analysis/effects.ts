import type pl from "nodejs-polars";
import { levelColumns, type RowOf, toFrame } from "./_frame.ts";
import { type FactorialGrid, factorialGrid } from "./factorial_grid.ts";
import { groupResults } from "./group_results.ts";
import type { ImportanceOptions } from "./importance.ts";
import { nestAxes } from "./nested_axes.ts";
import { responseOf, type Treatment } from "./response.ts";
import { type Axis, levelText } from "./axis.ts";
import { readResults, type Results, selectRuns } from "./results.ts";
import { effectValues } from "../numbers/effect_values.ts";
import { mean } from "../numbers/mean.ts";
import { jackknife } from "../numbers/seed_jackknife.ts";

const COLUMNS = {
  /** Names of the axes joined by " × ". */
  axes: "text",
  axis_1: "text",
  level_1: "text",
  /** Null in a main effect. */
  axis_2: "text?",
  level_2: "text?",
  /** Mean of the response over everything else. */
  mean: "number",
  /** f_U: the mean less the grand mean and, for a pair, both main effects. */
  effect: "number",
  /** Bounds of the mean's 95 % interval over seeds (Student's, which the jackknife of a mean is); null under 3 seeds. */
  low: "number?",
  high: "number?",
  response: "text",
  treatment: "text",
  dropped: "text",
} as const;

/** A row of {@linkcode effects}, after the columns it is grouped by. */
export type EffectRow = RowOf<typeof COLUMNS, { treatment: Treatment }>;

/** The rows of one main effect or pair. */
function rows(grid: FactorialGrid, axes: readonly number[]) {
  const { means, effects } = effectValues(grid, axes), { seeds } = grid;
  const named = axes.map((axis) => grid.axes[axis]!), inner = named[1]?.levels.length ?? 1;
  return Array.from({ length: means.length / seeds }, (_, at) => {
    const { value, interval } = jackknife(
      seeds,
      (kept) => mean(kept.map((seed) => means[at * seeds + seed]!)),
    );
    return {
      axes: named.map((axis) => axis.name).join(" × "),
      axis_1: named[0]!.name,
      level_1: levelText(named[0]!.levels[Math.floor(at / inner)]!),
      axis_2: named[1]?.name ?? null,
      level_2: named[1] ? levelText(named[1].levels[at % inner]!) : null,
      mean: value,
      effect: mean(effects.slice(at * seeds, at * seeds + seeds)),
      low: interval?.low ?? null,
      high: interval?.high ?? null,
      dropped: grid.dropped,
    };
  });
}

/**
 * The largest part that is complete in every group: means of different groups can be compared only over the same levels and
 * seeds. Options that only some models have are complete where each model has all of its own. Null where there is no such
 * part: each group then has its own.
 */
function commonPart(read: Results, by: readonly string[], options: ImportanceOptions) {
  const { values } = responseOf(read, options);
  const rest = nestAxes({ ...read, axes: read.axes.filter(({ name }) => !by.includes(name)) });
  const shared = { ...read, axes: rest.axes.filter(({ levels }) => !levels.includes(null)) };
  const own = rest.axes.filter(({ levels }) => levels.includes(null)),
    axes = [...shared.axes, read.repetition];
  const place = (axes: readonly Axis[]) => (run: number) =>
    axes.map(({ codes }) => codes[run]).join();
  const known = Map.groupBy(
    [...values.keys()].filter((run) => !Number.isNaN(values[run]!)),
    place(axes),
  );
  const expected = groupResults(read, by)
    .reduce((sum, { rows }) => sum + new Set(rows.map(place(own))).size, 0);
  const whole = [...known.values()].filter((runs) => runs.length === expected);
  if (whole.length === 0) return null;
  // One run stands for each cell: the grid is laid out to see which of them are missing somewhere.
  const cells = [...known.values()].map(([first]) => first!);
  const found = new Set(whole.map(([first]) => first!));
  const present = Float64Array.from(cells, (run) => found.has(run) ? 1 : NaN);
  const grid = factorialGrid(selectRuns(shared, cells), present, options);
  const kept = [...grid.axes.map(({ levels }) => levels), grid.repetitionLevels].map((levels) =>
    new Set(levels)
  );
  const rows = [...values.keys()].filter((run) =>
    axes.every(({ levels, codes }, i) => kept[i]!.has(levels[codes[run]!]!))
  );
  return { results: selectRuns(read, rows), dropped: grid.dropped };
}

/**
 * Main effects and pairwise interactions of the hyper-parameters: the numbers behind marginal curves and heat maps.
 *
 * Of an incomplete grid with groups, the largest part that is complete in all of them is taken, so that they can be compared.
 *
 * @returns One row per level of each axis and per pair of levels ({@linkcode EffectRow}), for each group.
 * @throws {InputError} If the grid is incomplete and `onMissing` is not "largest".
 *
 * @example
 * ```ts
 * import pl from "nodejs-polars";
 * import { effects } from "./effects.ts";
 * const frame = pl.DataFrame({
 *   optimizer: ["adam", "sgd"], seed: [0, 0], status: ["converged", "converged"], test_mse: [0.01, 0.1],
 * });
 * const [adam] = effects(frame).toRecords();
 * if (adam!.mean !== -2 || adam!.effect !== -0.5) throw new Error("wrong effect");
 * ```
 */
export function effects(results: pl.DataFrame, options: ImportanceOptions = {}): pl.DataFrame {
  const { by = [] } = options, read = readResults(results, options);
  const part = options.onMissing === "largest" && by.length > 0
    ? commonPart(read, by, options)
    : null;
  const table = groupResults(part?.results ?? read, by).flatMap(({ key, results }) => {
    const { values, name, treatment } = responseOf(results, options);
    const found = factorialGrid(results, values, options);
    const grid = part ? { ...found, dropped: part.dropped } : found;
    const singles = grid.axes.map((_, axis) => [axis]);
    const pairs = singles.flatMap(([a]) => singles.slice(a! + 1).map(([b]) => [a!, b!]));
    return [...singles, ...pairs].flatMap((axes) =>
      rows(grid, axes).map((row) => ({ ...key, ...row, response: name, treatment }))
    );
  });
  return toFrame(table, { ...levelColumns(by), ...COLUMNS });
}
