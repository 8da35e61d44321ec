import { InputError } from "../errors.ts";
import { column, type Results } from "./results.ts";
import { quantile } from "../numbers/quantile.ts";
import { ranks } from "../numbers/ranks.ts";

/**
 * What stands for a diverged run's number.
 *
 * - `"rank"`: ranks over all runs compared, scaled to 0 … 1; diverged runs share the last one.
 * - `"clip"`: the loss clipped at the mean predictor's on the same split. A diverged run has that loss, and no run a larger
 *   one.
 */
export type Treatment = "rank" | "clip";

/** Both treatments, in the order in which tables show them: ranks first, as they hang on no limit. */
export const TREATMENTS: readonly Treatment[] = ["rank", "clip"];

/** What is measured, and how diverged runs count. */
export interface ResponseOptions {
  /** The outcome's column. @default "test_mse" */
  response?: string;
  /** What stands for a diverged run's number. @default "clip" */
  treatment?: Treatment;
  /**
   * The outcome of a diverged run, and the limit of all others, when clipped; an array has one per run.
   * @default for test_mse and validation_mse the mean predictor's on test samples: test_mse / (1 − test_r2) of the finished
   * runs on the same split and genes (their median), of all where these have none, or 1, its value on the training z-scores, without
   * any; for test_r2 0; for other outcomes the worst that was observed
   */
  worst?: number | Float64Array;
  /** The limit of test_mse and validation_mse as a multiple of the mean predictor's. @default 1 */
  clipLevel?: number;
  /** Whether to take the decimal logarithm when clipping. @default true for test_mse and validation_mse, false for others */
  logarithm?: boolean;
  /** @default true for test_r2, false for others */
  higherIsBetter?: boolean;
}

/** One number per run, lower is better, NaN for failed runs (which have no outcome). */
export interface Response {
  readonly values: Float64Array;
  /** What the numbers are, such as "log10 test_mse". */
  readonly name: string;
  readonly treatment: Treatment;
}

/** Mean squared errors of standardized genes, which the mean predictor bounds. */
const ERRORS = new Set(["test_mse", "validation_mse"]);

/** The defaults of the outcomes a sweep has. */
function settings(
  options: ResponseOptions,
): Required<Omit<ResponseOptions, "worst" | "clipLevel">> {
  const response = options.response ?? "test_mse";
  return {
    response,
    treatment: options.treatment ?? "clip",
    logarithm: options.logarithm ?? ERRORS.has(response),
    higherIsBetter: options.higherIsBetter ?? response === "test_r2",
  };
}

/**
 * The outcome of each run before any treatment, so that lower is better.
 *
 * @param sign −1 for an outcome of which more is better, else 1.
 * @returns One number per run: Infinity where it diverged, NaN where it failed.
 * @throws {InputError} If the column is missing or a finished run has no finite value.
 */
export function losses(results: Results, name: string, sign: number): Float64Array {
  const values = column(results, name);
  return Float64Array.from(results.status, (status, run) => {
    if (status === "failed") return NaN;
    if (status === "diverged") return Infinity;
    const value = values[run];
    if (typeof value === "number" && Number.isFinite(value)) return sign * value;
    const id = results.columns.get("run")?.[run] ?? run + 1;
    throw new InputError(`Cannot analyse run ${id}: it ${status}, but its ${name} is ${value}`);
  });
}

/**
 * The error of predicting every gene's training mean, on the test split: what R² compares with, so every run knows it.
 *
 * @returns The median over finished runs, or 1 (exact on training z-scores) if no run has an R².
 *
 * @example
 * ```ts
 * import { meanPredictorError } from "./response.ts";
 * const columns = new Map([["test_mse", [0.3, null]], ["test_r2", [0.75, null]]]);
 * if (meanPredictorError({ columns }) !== 1.2) throw new Error("wrong error");
 * ```
 */
export function meanPredictorError({ columns }: Pick<Results, "columns">): number {
  return medianError(columns.get("test_mse") ?? [], columns.get("test_r2") ?? []) ?? 1;
}

function medianError(mse: readonly unknown[], r2: readonly unknown[]): number | null {
  const errors = Float64Array.from(
    mse,
    (value, run) => Number(value ?? NaN) / (1 - Number(r2[run] ?? NaN)),
  );
  const known = errors.filter((value) => Number.isFinite(value) && value > 0).sort();
  return known.length > 0 ? quantile(known, 0.5) : null;
}

/** The mean predictor's error for each run: splits, and sets of genes, differ in how hard they are. */
export function meanPredictorErrors(results: Results): Float64Array {
  if (!predicted.has(results)) predicted.set(results, predictorErrors(results));
  return predicted.get(results)!;
}

const predicted = new WeakMap<Results, Float64Array>();

function predictorErrors(results: Results): Float64Array {
  const { columns, seed } = results, overall = meanPredictorError(results);
  const genes = columns.get("genes"), mse = columns.get("test_mse") ?? [];
  const r2 = columns.get("test_r2") ?? [], errors = new Float64Array(results.runs);
  const alike = Map.groupBy(seed.codes.keys(), (run) => `${seed.codes[run]} ${genes?.[run]}`);
  for (const runs of alike.values()) {
    const of = (values: readonly unknown[]) => runs.map((run) => values[run]);
    const error = medianError(of(mse), of(r2)) ?? overall;
    for (const run of runs) errors[run] = error;
  }
  return errors;
}

/** The limit of each run. */
function limits(
  values: Float64Array,
  results: Results,
  options: ResponseOptions & { sign: number },
): Float64Array {
  const all = (limit: number) => new Float64Array(results.runs).fill(limit);
  if (typeof options.worst === "number") return all(options.sign * options.worst);
  if (options.worst) return options.worst.map((worst) => options.sign * worst);
  if (ERRORS.has(options.response!)) {
    return meanPredictorErrors(results).map((error) => error * (options.clipLevel ?? 1));
  }
  if (options.response === "test_r2") return all(0);
  const observed = values.filter(Number.isFinite);
  return all(observed.length > 0 ? observed.reduce((worst, v) => Math.max(worst, v)) : 0);
}

function clip(values: Float64Array, limits: Float64Array, options: ResponseOptions): Float64Array {
  const positive = (all: Float64Array) => !all.some((value) => value <= 0);
  if (options.logarithm && !(positive(limits) && positive(values))) {
    throw new InputError(
      `Cannot take the logarithm of ${options.response}: it is not positive in some run; pass logarithm: false`,
    );
  }
  const clipped = values.map((value, run) =>
    Number.isNaN(value) ? NaN : Math.min(value, limits[run]!)
  );
  return options.logarithm ? clipped.map(Math.log10) : clipped;
}

function scaledRanks(values: Float64Array): Float64Array {
  const known = values.filter((value) => !Number.isNaN(value)), ranked = ranks(known);
  let next = 0;
  return values.map((value) => Number.isNaN(value) ? NaN : (ranked[next++]! - 0.5) / known.length);
}

/** The numbers of some runs. */
export function rowsOf(
  { values }: { readonly values: Float64Array },
  rows: readonly number[],
): Float64Array {
  return Float64Array.from(rows, (row) => values[row]!);
}

/**
 * The number each run is judged by.
 *
 * @returns One number per run, lower is better, NaN for failed runs.
 * @throws {InputError} If the column is missing, a finished run has no finite value or a logarithm is not defined.
 *
 * @example A diverged run is never better than any other
 * ```ts
 * import pl from "nodejs-polars";
 * import { responseOf } from "./response.ts";
 * import { readResults } from "./results.ts";
 * const results = readResults(pl.DataFrame({
 *   seed: [0, 1, 2], status: ["converged", "diverged", "max_epochs"], test_mse: [0.1, null, 10],
 * }));
 * if (responseOf(results).values.join() !== "-1,0,0") throw new Error("wrong clipping");
 * const { values } = responseOf(results, { treatment: "rank" });
 * if (values.map((value) => Math.round(6 * value)).join() !== "1,5,3") throw new Error("wrong ranks");
 * ```
 */
export function responseOf(results: Results, options: ResponseOptions = {}): Response {
  const set = settings(options), sign = set.higherIsBetter ? -1 : 1;
  const raw = losses(results, set.response, sign);
  const signed = (sign < 0 ? "−" : "") + set.response;
  if (set.treatment === "rank") {
    return { values: scaledRanks(raw), name: `rank of ${signed}`, treatment: "rank" };
  }
  const worst = limits(raw, results, { ...options, ...set, sign });
  const values = clip(raw, worst, set);
  return { values, name: set.logarithm ? `log10 ${signed}` : signed, treatment: "clip" };
}
