import { InputError } from "../errors.ts";
import { column, type Results } from "./results.ts";
import { ranks } from "./statistics/ranks.ts";

/**
 * What stands for a diverged run's number.
 *
 * - `"clip"`: the loss clipped at the mean predictor's. A diverged run has that loss, and no run a larger one.
 * - `"rank"`: ranks over all runs compared, scaled to 0 … 1; diverged runs share the last one.
 */
export type Treatment = "clip" | "rank";

/** Both treatments, in the order in which tables show them. */
export const TREATMENTS: readonly Treatment[] = ["clip", "rank"];

/** What is measured, and how diverged runs count. */
export interface ResponseOptions {
  /** The outcome's column. @default "test_mse" */
  response?: string;
  /** What stands for a diverged run's number. @default "clip" */
  treatment?: Treatment;
  /**
   * The outcome of a diverged run, and the limit of all others, when clipped.
   * @default for test_mse 1, the mean predictor's on z-scores; for test_r2 0; for others the worst that was observed
   */
  worst?: number;
  /** Whether to take the decimal logarithm when clipping. @default true for test_mse, false for others */
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

/** The defaults of the outcomes a sweep has. */
function settings(options: ResponseOptions): Required<Omit<ResponseOptions, "worst">> {
  const response = options.response ?? "test_mse";
  return {
    response,
    treatment: options.treatment ?? "clip",
    logarithm: options.logarithm ?? response === "test_mse",
    higherIsBetter: options.higherIsBetter ?? response === "test_r2",
  };
}

/** The outcome of each run as lower-is-better: Infinity where diverged, NaN where failed. */
function losses(results: Results, name: string, sign: number): Float64Array {
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

function clip(values: Float64Array, options: ResponseOptions & { sign: number }): Float64Array {
  const observed = values.filter(Number.isFinite).reduce(
    (worst, v) => Math.max(worst, v),
    -Infinity,
  );
  const known = options.response === "test_mse"
    ? 1
    : options.response === "test_r2"
    ? 0
    : undefined;
  const worst = options.worst ?? known;
  const limit = worst === undefined
    ? (observed === -Infinity ? 0 : observed)
    : options.sign * worst;
  if (options.logarithm && (limit <= 0 || values.some((value) => value <= 0))) {
    throw new InputError(
      `Cannot take the logarithm of ${options.response}: it is not positive in some run; pass logarithm: false`,
    );
  }
  const clipped = values.map((value) => Number.isNaN(value) ? NaN : Math.min(value, limit));
  return options.logarithm ? clipped.map(Math.log10) : clipped;
}

function scaledRanks(values: Float64Array): Float64Array {
  const known = values.filter((value) => !Number.isNaN(value)), ranked = ranks(known);
  let next = 0;
  return values.map((value) => Number.isNaN(value) ? NaN : (ranked[next++]! - 0.5) / known.length);
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
  const values = clip(raw, { ...set, worst: options.worst, sign });
  return { values, name: set.logarithm ? `log10 ${signed}` : signed, treatment: "clip" };
}
