import type pl from "nodejs-polars";
import { levelColumns, type RowOf, toFrame } from "./_frame.ts";
import { choiceOf } from "./choice.ts";
import { groupResults } from "./group_results.ts";
import {
  responseOf,
  type ResponseOptions,
  rowsOf,
  type Treatment,
  TREATMENTS,
} from "./response.ts";
import { overOf } from "./axis.ts";
import { readResults, type ResultsOptions } from "./results.ts";
import { expectedBest } from "../numbers/expected_best.ts";

/** Options of {@linkcode expectedBestCurve}. */
export interface ExpectedBestOptions
  extends ResultsOptions, Omit<ResponseOptions, "treatment" | "logarithm"> {
  /** Columns whose levels are compared. @default ["model"] */
  by?: readonly string[];
  /** Numbers of random configurations. @default [1, 2, 3, 5, 10, 20, 30, 50, 100] */
  trials?: readonly number[];
}

const COLUMNS = {
  treatment: "text",
  response: "text",
  /** The axes from whose levels a configuration is drawn, such as "learning_rate, optimizer". */
  over: "text",
  /** How many random configurations are tried, all with one seed and its split, whichever it is. */
  trials: "integer",
  /** The expected outcome of the one that is chosen among them. */
  expected: "number",
  /** It is at most `low` with probability 5 %, at most `high` with 95 %. */
  low: "number",
  high: "number",
  /** Runs that are drawn from, of all seeds. */
  runs: "integer",
  /** What the best of them is chosen on: "validation", or "test" for results without validation_mse. */
  chosen_on: "text",
} as const;

/** A row of {@linkcode expectedBestCurve}, after the columns it is grouped by. */
export type ExpectedBestRow = RowOf<typeof COLUMNS, { treatment: Treatment }>;

/**
 * What a random search would reach: the expected best outcome of n random configurations of one seed (Dodge et al. 2019),
 * averaged over seeds: errors of different splits are not to choose by. Diverged
 * runs are drawn like any other: clipped at the mean predictor's loss, and as the last rank over all models.
 *
 * @returns One row per model, treatment and number of trials ({@linkcode ExpectedBestRow}).
 *
 * @example
 * ```ts
 * import pl from "nodejs-polars";
 * import { expectedBestCurve } from "./expected_best_curve.ts";
 * const frame = pl.DataFrame({
 *   model: ["vae", "vae"], latent_size: [2, 5], seed: [0, 0], status: ["converged", "diverged"], test_mse: [0.2, null],
 * });
 * const [, , one, two] = expectedBestCurve(frame, { trials: [1, 2] }).toRecords();
 * if (one!.expected !== 0.6 || Math.abs(Number(two!.expected) - 0.4) > 1e-12) throw new Error("wrong curve");
 * ```
 */
export function expectedBestCurve(
  results: pl.DataFrame,
  options: ExpectedBestOptions = {},
): pl.DataFrame {
  const { by = ["model"], trials = [1, 2, 3, 5, 10, 20, 30, 50, 100] } = options;
  const read = readResults(results, options), groups = groupResults(read, by);
  const table = TREATMENTS.flatMap((treatment) => {
    const all = responseOf(read, { ...options, treatment, logarithm: false });
    const { values: choice, chosenOn } = choiceOf(read, {
      ...options,
      treatment,
      logarithm: false,
    });
    return groups.flatMap(({ key, results, rows }) => {
      const known = rows.filter((row) => !Number.isNaN(all.values[row]!));
      // Runs that are equal to the choice, such as diverged ones, are equal or nearly so in what is reported.
      const order = known.sort((a, b) =>
        choice[a]! - choice[b]! || all.values[a]! - all.values[b]!
      );
      if (order.length === 0) return [];
      // Validation errors of different splits are not compared: who searches has one.
      const { codes } = read.repetition;
      const pools = [...Map.groupBy(order, (row) => codes[row]!).values()]
        .map((own) => rowsOf(all, own));
      return expectedBest(pools, trials).map(({ mean: expected, low, high }, i) => {
        const found = { trials: trials[i], expected, low, high };
        const drawn = { over: overOf(results), ...found, runs: order.length };
        return { ...key, treatment, response: all.name, ...drawn, chosen_on: chosenOn };
      });
    });
  });
  return toFrame(table, { ...levelColumns(by), ...COLUMNS });
}
