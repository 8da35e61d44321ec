import type pl from "nodejs-polars";
import { InputError } from "../errors.ts";
import { cellOf } from "./_cell.ts";
import { type RowOf, toFrame } from "./_frame.ts";
import { toAxis } from "./axis.ts";
import { groupResults } from "./group_results.ts";
import { responseOf, type ResponseOptions, type Treatment } from "./response.ts";
import { column, readResults, type Results, type ResultsOptions } from "./results.ts";

/** Options of {@linkcode varianceComponents}. */
export interface VarianceComponentsOptions extends ResultsOptions, ResponseOptions {}

const COLUMNS = {
  /** "all" for all of them together. */
  model: "text",
  /** "split"; "seed": weights, order of batches and noise; "residual": their interaction, and all else. */
  component: "text",
  /** An unbiased estimate, which may be below 0 where the component is small. */
  variance: "number",
  /** Its root; null where the estimate is below 0. */
  standard_deviation: "number?",
  degrees_of_freedom: "integer",
  splits: "integer",
  seeds: "integer",
  /** Configurations that have a run of each seed on each split, and those left out since they have not. */
  configurations: "integer",
  left_out: "integer",
  response: "text",
  treatment: "text",
} as const;

/** A row of {@linkcode varianceComponents}. */
export type VarianceComponentRow = RowOf<typeof COLUMNS, {
  component: "split" | "seed" | "residual";
  treatment: Treatment;
}>;

/** Sums of squares of one configuration's responses, a row for each split and a column for each seed. */
function sumsOfSquares(values: Float64Array, splits: number, seeds: number) {
  const rows = new Float64Array(splits), columns = new Float64Array(seeds);
  values.forEach((value, i) => {
    rows[Math.floor(i / seeds)]! += value / seeds;
    columns[i % seeds]! += value / splits;
  });
  const mean = rows.reduce((sum, value) => sum + value, 0) / splits;
  const squares = (all: Float64Array) => all.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const residual = values.reduce((sum, value, i) => {
    return sum + (value - rows[Math.floor(i / seeds)]! - columns[i % seeds]! + mean) ** 2;
  }, 0);
  return { split: seeds * squares(rows), seed: splits * squares(columns), residual };
}

/** The responses of each configuration, by split and seed; NaN where a run is missing or failed. */
function tables(results: Results, response: Float64Array): Float64Array[] {
  const draws = [results.seed, toAxis("seed", column(results, "seed"))];
  const size = draws[0]!.levels.length * draws[1]!.levels.length;
  const found = new Map<number, Float64Array>();
  for (let run = 0; run < results.runs; run++) {
    const cell = cellOf(results.axes, run);
    if (!found.has(cell)) found.set(cell, new Float64Array(size).fill(NaN));
    found.get(cell)![cellOf(draws, run)] = response[run]!;
  }
  return [...found.values()];
}

function components(results: Results, response: Float64Array) {
  const splits = results.seed.levels.length, seeds = new Set(column(results, "seed")).size;
  const all = tables(results, response);
  const whole = all.filter((values) => !values.some(Number.isNaN));
  if (whole.length === 0) return [];
  const squares = { split: 0, seed: 0, residual: 0 };
  for (const values of whole) {
    const own = sumsOfSquares(values, splits, seeds);
    for (const name of ["split", "seed", "residual"] as const) squares[name] += own[name];
  }
  const free = {
    split: whole.length * (splits - 1),
    seed: whole.length * (seeds - 1),
    residual: whole.length * (splits - 1) * (seeds - 1),
  };
  const residual = squares.residual / free.residual;
  const variances = {
    split: (squares.split / free.split - residual) / seeds,
    seed: (squares.seed / free.seed - residual) / splits,
    residual,
  };
  return (["split", "seed", "residual"] as const).map((component) => ({
    component,
    variance: variances[component],
    standard_deviation: Math.sqrt(variances[component]), // NaN below 0, null in the table
    degrees_of_freedom: free[component],
    ...{ splits, seeds, configurations: whole.length, left_out: all.length - whole.length },
  }));
}

/**
 * How much of the noise within configurations comes from the split of the samples, and how much from the seed of weights,
 * order of batches and noise: two-way random-effects analysis of variance by the method of moments (Searle, Casella &
 * McCulloch 1992), sums of squares pooled over the configurations. Of a sweep whose split seeds are crossed with seeds.
 *
 * @returns Three rows for all models together, then for each model ({@linkcode VarianceComponentRow}).
 * @throws {InputError} If there are not two seeds on each of two splits, or no configuration has all of its runs.
 *
 * @example
 * ```ts
 * import pl from "nodejs-polars";
 * import { varianceComponents } from "./variance_components.ts";
 * const frame = pl.DataFrame({
 *   model: Array(4).fill("vae"), split_seed: [0, 0, 1, 1], seed: [0, 1, 0, 1],
 *   status: Array(4).fill("converged"), test_mse: [0.1, 0.1, 0.2, 0.2],
 * });
 * const [split, seed] = varianceComponents(frame, { worst: 1 }).toRecords();
 * if (!(Number(split!.variance) > 0) || Number(seed!.variance) > 1e-12) throw new Error("only splits differ");
 * ```
 */
export function varianceComponents(
  results: pl.DataFrame,
  options: VarianceComponentsOptions = {},
): pl.DataFrame {
  const read = readResults(results, options);
  const crossed = read.repetition.levels.length > read.seed.levels.length;
  if (!crossed || read.seed.levels.length < 2) {
    throw new InputError(
      "Cannot tell what the split and what the seed does to results: that needs --split-seeds, two or more, beside two " +
        "or more --seeds",
    );
  }
  const { values, name, treatment } = responseOf(read, options);
  const groups = [...groupResults(read, []), ...groupResults(read, ["model"])];
  const table = groups.flatMap(({ key, results, rows }) =>
    components(results, Float64Array.from(rows, (row) => values[row]!)).map((row) => ({
      model: key.model ?? "all",
      ...row,
      response: name,
      treatment,
    }))
  );
  if (table.length > 0) return toFrame(table, COLUMNS);
  throw new InputError(
    "Cannot tell what the split and what the seed does to results: no configuration has a run of each seed on each split",
  );
}
