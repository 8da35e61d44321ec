import type pl from "nodejs-polars";
import { InputError } from "../errors.ts";
import { levelColumns, type RowOf, toFrame } from "./_frame.ts";
import { type Configuration, configurations } from "./configurations.ts";
import { groupResults } from "./group_results.ts";
import { responseOf, type ResponseOptions, type Treatment } from "./response.ts";
import { furtherAxes, type Level, overOf } from "./axis.ts";
import { column, readResults, type Results, type ResultsOptions } from "./results.ts";
import {
  bootstrapInterval,
  type BootstrapOptions,
  overResamples,
} from "../numbers/seed_bootstrap.ts";
import type { Interval } from "../numbers/wilson_interval.ts";
import { slope } from "../numbers/slope.ts";
import { bestOf } from "./tuned_scores.ts";

/** Options of {@linkcode learningRateTrend}. */
export interface TrendOptions extends ResultsOptions, ResponseOptions, BootstrapOptions {
  /** Columns that each get a trend of their own. @default model, optimizer and every further axis */
  by?: readonly string[];
}

const COLUMNS = {
  /** Least-squares slope of log10(best learning rate) over log10(latent size): −1 is ten times less for ten times more. */
  slope: "number?",
  /** The axes over which the best learning rate is sought: the learning rate, and others that are not grouped by. */
  over: "text",
  /** Its 95 % bootstrap interval over seeds; null with one seed. */
  low: "number?",
  high: "number?",
  /** "falls" or "rises" if the interval excludes 0, else "undecided"; two seeds that agree decide nothing. */
  direction: "text",
  /** Latent sizes with a best learning rate, and those where every run diverged. */
  sizes: "integer",
  all_diverged: "integer",
  seeds: "integer",
  response: "text",
  treatment: "text",
} as const;

/** A row of {@linkcode learningRateTrend}, after the columns it is grouped by. */
export type TrendRow = RowOf<typeof COLUMNS, {
  direction: "falls" | "rises" | "undecided";
  treatment: Treatment;
}>;

interface Size {
  readonly size: number;
  readonly tried: readonly Configuration[];
}

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

function trend(sizes: readonly Size[], weights?: Float64Array): number {
  const points = sizes.flatMap(({ size, tried }) => {
    const best = bestOf(tried, weights);
    return best ? [{ x: size, y: logarithm(best.levels.learning_rate!, "learning_rate") }] : [];
  });
  return slope(points.map(({ x }) => x), points.map(({ y }) => y));
}

/** Seeds that agree on the rates of a coarse grid leave no width at all; two seeds do not make that certain. */
function directionOf(interval: Interval | null, seeds: number): TrendRow["direction"] {
  if (!interval || (seeds < 3 && interval.high - interval.low < 1e-9)) return "undecided";
  return interval.high < -1e-9 ? "falls" : interval.low > 1e-9 ? "rises" : "undecided";
}

function row(results: Results, response: Float64Array, options: TrendOptions) {
  const sizes = groupResults(results, ["latent_size"]).map(({ key, results, rows }): Size => ({
    size: logarithm(key.latent_size!, "latent_size"),
    tried: configurations(results, Float64Array.from(rows, (row) => response[row]!)),
  }));
  const seeds = results.seed.levels.length;
  const draws = overResamples(seeds, options, (weights) => trend(sizes, weights));
  const interval = bootstrapInterval(draws.filter((draw) => !Number.isNaN(draw)), seeds);
  const known = sizes.filter(({ tried }) => bestOf(tried)).length;
  return {
    slope: trend(sizes),
    over: overOf({ axes: results.axes.filter(({ name }) => name !== "latent_size") }),
    low: interval?.low ?? null,
    high: interval?.high ?? null,
    direction: directionOf(interval, seeds),
    sizes: known,
    all_diverged: sizes.length - known,
    seeds,
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
  const all = responseOf(read, options);
  const table = groupResults(read, by).map(({ key, results, rows }) => {
    const response = Float64Array.from(rows, (row) => all.values[row]!);
    const { name, treatment } = all;
    return { ...key, ...row(results, response, options), response: name, treatment };
  });
  return toFrame(table, { ...levelColumns(by), ...COLUMNS });
}
