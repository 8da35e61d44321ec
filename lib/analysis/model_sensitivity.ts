import type pl from "nodejs-polars";
import { levelColumns, type RowOf, toFrame } from "./_frame.ts";
import { type Configuration, configurations, weightedScore } from "./configurations.ts";
import { choiceOf } from "./choice.ts";
import { groupResults } from "./group_results.ts";
import {
  type Response,
  responseOf,
  type ResponseOptions,
  rowsOf,
  type Treatment,
  TREATMENTS,
} from "./response.ts";
import { overOf } from "./axis.ts";
import { readResults, type Results, type ResultsOptions } from "./results.ts";
import { quantile } from "../numbers/quantile.ts";
import { jackknifeEach } from "../numbers/seed_jackknife.ts";
import { lowestMerit } from "./tuned_scores.ts";

/** Options of {@linkcode modelSensitivity}. */
export interface SensitivityOptions extends ResultsOptions, Omit<ResponseOptions, "treatment"> {
  /** Columns whose levels are compared. @default ["model"] */
  by?: readonly string[];
  /** How far from the best a configuration still counts as good, as a share of the best. @default 0.05 */
  tolerance?: number;
}

const COLUMNS = {
  treatment: "text",
  response: "text",
  /** The axes over which configurations range, such as "learning_rate, optimizer". */
  over: "text",
  /** Configurations with an outcome; each counts with the mean over its seeds. */
  configurations: "integer",
  /** Runs by outcome. */
  runs: "integer",
  diverged: "integer",
  failed: "integer",
  /** What the best configuration is chosen on: "validation", or "test" for results without validation_mse. */
  chosen_on: "text",
  /** Its response, and quantiles over configurations. */
  best: "number",
  percentile_5: "number",
  percentile_25: "number",
  median: "number",
  percentile_75: "number",
  percentile_95: "number",
  /** percentile_75 − percentile_25, with its 95 % interval by the jackknife over seeds (null under 3 seeds). */
  interquartile_range: "number",
  interquartile_range_low: "number?",
  interquartile_range_high: "number?",
  /** percentile_95 − percentile_5, likewise. */
  spread: "number",
  spread_low: "number?",
  spread_high: "number?",
  /**
   * Share of configurations within the tolerance of the best; null for ranks. A configuration that diverged with some seed is
   * never one of them. Without an interval: a count of what is under a threshold jumps as a seed is left out, and the jackknife
   * holds for what changes smoothly.
   */
  near_best: "number?",
} as const;

/** A row of {@linkcode modelSensitivity}, after the columns it is grouped by. */
export type SensitivityRow = RowOf<typeof COLUMNS, { treatment: Treatment }>;

/** Quantiles over configurations, and how far apart they are. */
function describe(scores: readonly number[]) {
  const sorted = Float64Array.from(scores).sort();
  const at = (probability: number) => quantile(sorted, probability);
  return {
    percentile_5: at(0.05),
    percentile_25: at(0.25),
    median: at(0.5),
    percentile_75: at(0.75),
    percentile_95: at(0.95),
    interquartile_range: at(0.75) - at(0.25),
    spread: at(0.95) - at(0.05),
  };
}

const BOUNDED = ["interquartile_range", "spread"] as const;

/**
 * Quantiles over the configurations, which stay the same, are averages of two means over seeds: smooth enough for the jackknife
 * as long as seeds change little in the order of the configurations.
 */
function intervals(tried: readonly Configuration[]) {
  const seeds = tried[0]!.values.length;
  const found = jackknifeEach(seeds, (kept) => {
    const weights = new Float64Array(seeds);
    for (const seed of kept) weights[seed] = 1;
    const scores = tried.map(({ values }) => weightedScore(values, weights));
    const described = describe(scores.filter((score) => !Number.isNaN(score)));
    return BOUNDED.map((name) => described[name]);
  });
  return Object.fromEntries(BOUNDED.flatMap((name, i) => {
    const { interval } = found[i]!;
    return [[`${name}_low`, interval?.low ?? null], [`${name}_high`, interval?.high ?? null]];
  }));
}

function statistics(
  results: Results,
  response: Response,
  { tolerance = 0.05, choice }: SensitivityOptions & { readonly choice: Float64Array },
) {
  const tried = configurations(results, response.values, { choice });
  if (tried.length === 0) return { configurations: 0 };
  const best = lowestMerit(tried)!.score;
  const margin = response.name.startsWith("log10")
    ? Math.log10(1 + tolerance)
    : tolerance * Math.abs(best);
  const near = tried.filter(({ score, diverged }) => diverged === 0 && score <= best + margin);
  return {
    configurations: tried.length,
    best,
    ...describe(tried.map(({ score }) => score)),
    ...intervals(tried),
    near_best: response.treatment === "rank" ? null : near.length / tried.length,
  };
}

function outcomes({ status, runs }: Results) {
  const count = (wanted: string) => status.filter((value) => value === wanted).length;
  return { runs: runs - count("failed"), diverged: count("diverged"), failed: count("failed") };
}

/**
 * How much a model's result depends on the configuration: the spread of log MSE over the grid, and how forgiving the
 * grid is (the share of configurations near the model's best). Ranks are taken over all models together, so that a
 * model's spread of ranks can be compared with another's.
 *
 * @returns One row per model and treatment of diverged runs ({@linkcode SensitivityRow}).
 *
 * @example
 * ```ts
 * import pl from "nodejs-polars";
 * import { modelSensitivity } from "./model_sensitivity.ts";
 * const frame = pl.DataFrame({
 *   model: Array(3).fill("vae"), latent_size: [2, 5, 9], seed: [0, 0, 0],
 *   status: Array(3).fill("converged"), test_mse: [0.01, 0.01, 0.1],
 * });
 * const [, row] = modelSensitivity(frame).toRecords();
 * if (row!.interquartile_range !== 0.5 || row!.near_best !== 2 / 3) throw new Error("wrong spread");
 * ```
 */
export function modelSensitivity(
  results: pl.DataFrame,
  options: SensitivityOptions = {},
): pl.DataFrame {
  const { by = ["model"] } = options, read = readResults(results, options);
  const groups = groupResults(read, by);
  const table = TREATMENTS.flatMap((treatment) => {
    const all = responseOf(read, { ...options, treatment });
    const chosen = choiceOf(read, { ...options, treatment });
    return groups.map(({ key, results, rows }) => {
      const response = { ...all, values: rowsOf(all, rows) }, choice = rowsOf(chosen, rows);
      const shown = {
        treatment,
        response: all.name,
        over: overOf(results),
        chosen_on: chosen.chosenOn,
        ...outcomes(results),
      };
      return { ...key, ...shown, ...statistics(results, response, { ...options, choice }) };
    });
  });
  return toFrame(table, { ...levelColumns(by), ...COLUMNS });
}
