import type pl from "nodejs-polars";
import { InputError } from "../errors.ts";
import { levelColumns, type RowOf, toFrame } from "./_frame.ts";
import { choiceOf } from "./choice.ts";
import { configurations } from "./configurations.ts";
import { groupResults } from "./group_results.ts";
import { responseOf, type ResponseOptions, rowsOf, type Treatment } from "./response.ts";
import { furtherAxes, type Level, overOf } from "./axis.ts";
import { column, readResults, type Results, type ResultsOptions, selectRuns } from "./results.ts";
import { known } from "../numbers/known.ts";
import { mean } from "../numbers/mean.ts";
import { jackknife } from "../numbers/seed_jackknife.ts";
import type { Interval } from "../numbers/wilson_interval.ts";
import { slope } from "../numbers/slope.ts";
import { bestOf } from "./tuned_scores.ts";

/** Options of {@linkcode learningRateTrend}. */
export interface TrendOptions extends ResultsOptions, ResponseOptions {
  /** Columns that each get a trend of their own. @default model, optimizer and every further axis */
  by?: readonly string[];
}

const COLUMNS = {
  /**
   * Least-squares slope of log10(best learning rate) over log10(latent size): −1 is ten times less for ten times more. The mean
   * of the seeds' own slopes, each of the rates that are best with that seed: the best of a mean jumps from one rate to another
   * as a seed is left out, so nothing could be said of its error, while seeds are independent.
   */
  slope: "number?",
  /** The axes over which the best learning rate is sought: the learning rate, and others that are not grouped by. */
  over: "text",
  /** Its 95 % interval over seeds, Student's; null under 3 seeds. */
  low: "number?",
  high: "number?",
  /** "falls" or "rises" if the interval excludes 0, else "undecided". */
  direction: "text",
  /** Latent sizes with a best learning rate, and those where every run diverged. */
  sizes: "integer",
  all_diverged: "integer",
  /** Seeds with a slope: with two latent sizes or more where not every run diverged. */
  seeds: "integer",
  response: "text",
  treatment: "text",
  /** What the best learning rates are chosen on: "validation", or "test" for results without validation_mse. */
  chosen_on: "text",
} as const;

/** A row of {@linkcode learningRateTrend}, after the columns it is grouped by. */
export type TrendRow = RowOf<typeof COLUMNS, {
  direction: "falls" | "rises" | "undecided";
  treatment: Treatment;
}>;

function logarithm(value: Level, name: string): number {
  if (typeof value === "number" && value > 0) return Math.log10(value);
  throw new InputError(`Cannot fit a trend: ${name} ${value} is not a positive number`);
}

function refuseSingle(results: Results, name: string): void {
  if (results.axes.some((axis) => axis.name === name)) return;
  const level = column(results, name)[0];
  throw new InputError(
    `Cannot fit a trend of the best learning rate over latent sizes: only ${name} ${level} was tried, and a trend needs two`,
  );
}

/** The best configuration of each latent size; null where every run diverged. */
function bestBySize(results: Results, choice: Float64Array) {
  return groupResults(results, ["latent_size"]).map(({ key, results, rows }) => ({
    size: logarithm(key.latent_size!, "latent_size"),
    best: bestOf(configurations(results, rowsOf({ values: choice }, rows))),
  }));
}

/** The slope with one seed alone; NaN if fewer than two sizes have a best rate. */
function slopeOf(results: Results, choice: Float64Array, seed: number): number {
  const rows = [...results.seed.codes.keys()].filter((run) => results.seed.codes[run] === seed);
  const found = bestBySize(
    selectRuns(results, rows),
    choice.filter((_, run) => results.seed.codes[run] === seed),
  );
  const points = found.flatMap(({ size, best }) =>
    best ? [{ x: size, y: logarithm(best.levels.learning_rate!, "learning_rate") }] : []
  );
  return slope(points.map(({ x }) => x), points.map(({ y }) => y));
}

/** Slopes that differ from 0 by rounding alone have no direction. */
function directionOf(interval: Interval | null): TrendRow["direction"] {
  if (!interval) return "undecided";
  return interval.high < -1e-9 ? "falls" : interval.low > 1e-9 ? "rises" : "undecided";
}

function row(results: Results, choice: Float64Array) {
  const slopes = known(results.seed.levels.map((_, seed) => slopeOf(results, choice, seed)));
  const { value, interval } = slopes.length === 0
    ? { value: null, interval: null }
    : jackknife(slopes.length, (kept) => mean(kept.map((seed) => slopes[seed]!)));
  const sizes = bestBySize(results, choice), found = sizes.filter(({ best }) => best).length;
  return {
    slope: value,
    over: overOf({ axes: results.axes.filter(({ name }) => name !== "latent_size") }),
    low: interval?.low ?? null,
    high: interval?.high ?? null,
    direction: directionOf(interval),
    sizes: found,
    all_diverged: sizes.length - found,
    seeds: slopes.length,
  };
}

/**
 * Whether the best learning rate changes with the latent size, as Way et al. 2020 (BioBombe) found it to fall.
 *
 * @returns One row per model, optimizer and combination of further axes ({@linkcode TrendRow}).
 * @throws {InputError} If a single learning rate was tried, or a learning rate or latent size is not a positive number.
 *
 * @example
 * ```ts
 * import pl from "nodejs-polars";
 * import { learningRateTrend } from "./learning_rate_trend.ts";
 * const frame = pl.DataFrame({
 *   latent_size: [10, 10, 100, 100], learning_rate: [0.1, 0.01, 0.1, 0.01], seed: Array(4).fill(0),
 *   status: Array(4).fill("converged"), test_mse: [0.2, 0.3, 0.3, 0.2],
 * });
 * if (learningRateTrend(frame, { by: [] }).toRecords()[0]!.slope !== -1) throw new Error("wrong slope");
 * ```
 */
export function learningRateTrend(results: pl.DataFrame, options: TrendOptions = {}): pl.DataFrame {
  const read = readResults(results, options);
  refuseSingle(read, "learning_rate");
  const { by = ["model", "optimizer", ...furtherAxes(read)] } = options;
  const all = responseOf(read, options), chosen = choiceOf(read, options);
  const table = groupResults(read, by).map(({ key, results, rows }) => {
    const { name, treatment } = all;
    const about = { response: name, treatment, chosen_on: chosen.chosenOn };
    return { ...key, ...row(results, rowsOf(chosen, rows)), ...about };
  });
  return toFrame(table, { ...levelColumns(by), ...COLUMNS });
}
