import type pl from "nodejs-polars";
import { levelColumns, type RowOf, toFrame } from "./_frame.ts";
import { type FactorialGrid, factorialGrid, type GridOptions } from "./factorial_grid.ts";
import { groupResults } from "./group_results.ts";
import { responseOf, type ResponseOptions, type Treatment } from "./response.ts";
import { overOf } from "./axis.ts";
import { readResults, type ResultsOptions } from "./results.ts";
import { ranks } from "../numbers/ranks.ts";
import { subTable } from "../numbers/sub_table.ts";
import { totalEffects, totalShares } from "../numbers/total_effects.ts";

/** Options of {@linkcode searchRanges}. */
export interface RangeOptions extends ResultsOptions, ResponseOptions, GridOptions {
  /** Columns whose levels are analysed apart. @default ["model"] */
  by?: readonly string[];
  /** Axes that are narrowed. @default every axis whose levels are numbers */
  narrow?: readonly string[];
  /** With more ranges than this, as many evenly spaced ones stand for all. @default 500 */
  maximumRanges?: number;
}

const COLUMNS = {
  /** The axes that are compared, such as "learning_rate, optimizer". */
  over: "text",
  /** The axis with the largest total importance in this range, null where nothing varies. */
  first: "text?",
  importance: "number?",
  /** The axis that comes next, and by how much less. */
  second: "text?",
  margin: "number?",
  cells: "integer",
  /** How many ranges there are, of which those in the table are all or a sample. */
  possible: "number",
  response: "text",
  treatment: "text",
  dropped: "text",
} as const;

/**
 * A row of {@linkcode searchRanges}, after the columns it is grouped by and, for each narrowed axis, its first and last
 * level as AXIS_from and AXIS_to.
 */
export type RangeRow = RowOf<typeof COLUMNS, { treatment: Treatment }>;

/** All runs of two or more neighbouring levels. */
function contiguous(levels: number): number[][] {
  const all = Array.from({ length: levels }, (_, i) => i);
  return all.flatMap((from) => all.slice(from + 1).map((to) => all.slice(from, to + 1)));
}

/** Which axis comes first if only these levels had been searched. */
function rank(grid: FactorialGrid, kept: number[][], treatment: Treatment) {
  const sizes = kept.map((levels) => levels.length), seedsToo = [...grid.sizes, grid.seeds];
  const all = [...kept, Array.from({ length: grid.seeds }, (_, seed) => seed)];
  const part = subTable(grid.values, { sizes: seedsToo, kept: all });
  // Ranks are those among the runs in the range; they follow from the order of the ranks in the whole grid.
  const values = treatment === "rank" ? ranks(part) : part;
  const { shares } = totalShares(totalEffects({ sizes, seeds: grid.seeds, values }));
  const order = grid.axes.map(({ name }, axis) => ({ name, total: shares[axis]! }))
    .filter(({ total }) => !Number.isNaN(total)).sort((a, b) => b.total - a.total);
  const [first, second] = order;
  return {
    first: first?.name ?? null,
    importance: first?.total ?? null,
    second: second?.name ?? null,
    margin: first && second ? first.total - second.total : null,
    cells: sizes.reduce((product, size) => product * size, 1),
  };
}

function rows(grid: FactorialGrid, treatment: Treatment, options: RangeOptions) {
  const { maximumRanges = 500 } = options;
  const narrow = options.narrow ??
    grid.axes.filter(({ levels }) => levels.every((level) => typeof level === "number")).map((a) =>
      a.name
    );
  const choices = grid.axes.map(({ name, levels }) =>
    narrow.includes(name) && levels.length > 1 ? contiguous(levels.length) : [[...levels.keys()]]
  );
  const possible = choices.reduce((product, ranges) => product * ranges.length, 1);
  return Array.from({ length: Math.min(possible, maximumRanges) }, (_, i) => {
    let at = Math.floor(i * possible / Math.min(possible, maximumRanges));
    const kept = choices.toReversed().map((ranges) => {
      const range = ranges[at % ranges.length]!;
      at = Math.floor(at / ranges.length);
      return range;
    }).toReversed();
    const bounds = grid.axes.flatMap(({ name, levels }, axis) => {
      const range = kept[axis]!;
      return narrow.includes(name)
        ? [[`${name}_from`, levels[range[0]!]], [`${name}_to`, levels[range.at(-1)!]]]
        : [];
    });
    const about = { over: overOf(grid), possible, dropped: grid.dropped };
    return { ...Object.fromEntries(bounds), ...rank(grid, kept, treatment), ...about };
  });
}

/**
 * Which hyper-parameter matters most in every narrower search range: total importance on each contiguous sub-grid of the
 * numeric axes with two or more levels each. A claim that holds in few of them is a claim about the range.
 *
 * @returns One row per range and group ({@linkcode RangeRow}); `searchRangeShares` sums them up.
 * @throws {InputError} If the grid is incomplete and `onMissing` is not "largest".
 *
 * @example
 * ```ts
 * import pl from "nodejs-polars";
 * import { searchRanges } from "./search_ranges.ts";
 * const frame = pl.DataFrame({
 *   latent_size: [2, 5, 9], seed: [0, 0, 0], status: Array(3).fill("converged"), test_mse: [0.1, 0.1, 0.2],
 * });
 * const rows = searchRanges(frame, { by: [] }).toRecords();
 * const found = rows.map((row) => `${row.latent_size_from}-${row.latent_size_to} ${row.first}`);
 * if (found.join() !== "2-5 null,2-9 latent_size,5-9 latent_size") throw new Error("wrong ranges");
 * ```
 */
export function searchRanges(results: pl.DataFrame, options: RangeOptions = {}): pl.DataFrame {
  const { by = ["model"] } = options, bounds = new Set<string>();
  const table = groupResults(readResults(results, options), by).flatMap(({ key, results }) => {
    const { values, name, treatment } = responseOf(results, options);
    const grid = factorialGrid(results, values, options);
    return rows(grid, treatment, options).map((row) => {
      for (const column of Object.keys(row)) if (/_(from|to)$/.test(column)) bounds.add(column);
      return { ...key, ...row, response: name, treatment };
    });
  });
  return toFrame(table, { ...levelColumns([...by, ...bounds]), ...COLUMNS });
}
