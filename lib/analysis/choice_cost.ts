import type pl from "nodejs-polars";
import { InputError } from "../errors.ts";
import { knownMean } from "../numbers/known_mean.ts";
import { levelColumns, type RowOf, toFrame } from "./_frame.ts";
import { overOf } from "./axis.ts";
import { choiceOf, hasValidationError } from "./choice.ts";
import { type Configuration, configurations, nameOf, weightedScore } from "./configurations.ts";
import { groupResults } from "./group_results.ts";
import { responseOf, rowsOf } from "./response.ts";
import { readResults, type ResultsOptions } from "./results.ts";
import { bestOf } from "./tuned_scores.ts";

/** Options of {@linkcode choiceCost}. */
export interface ChoiceCostOptions extends ResultsOptions {
  /** Columns within which a configuration is chosen. @default ["model"] */
  by?: readonly string[];
}

const COLUMNS = {
  /** The axes over which a configuration is chosen, such as "learning_rate, optimizer". */
  over: "text",
  /** The configuration with the lowest mean log validation MSE over seeds, and the geometric mean of its test MSE. */
  chosen_configuration: "text",
  chosen_mse: "number",
  /** The same of the configuration that the test samples would choose, which nobody knows before. */
  best_configuration: "text",
  best_mse: "number",
  /** chosen_mse / best_mse − 1: what it costs to choose on validation samples. */
  cost: "number",
  /**
   * How much lower a choice on test samples makes its error look than it is, as a share: each seed in turn evaluates the
   * configuration that the others chose on test samples, against what those say of it. Null with one seed.
   */
  test_optimism: "number?",
  /** The same of a choice on validation samples, whose error on test samples is reported: 0 up to noise. */
  validation_optimism: "number?",
  configurations: "integer",
  seeds: "integer",
} as const;

/** A row of {@linkcode choiceCost}, after the columns it is grouped by. */
export type ChoiceCostRow = RowOf<typeof COLUMNS>;

/**
 * The mean over seeds of the log error of what the others chose, less what they report of it. Seeds whose splits are
 * harder cancel out, as each is left out once.
 */
function optimism(tried: readonly Configuration[]): number | null {
  const seeds = tried[0]!.values.length;
  const gaps = Array.from({ length: seeds }, (_, seed) => {
    const others = Float64Array.from({ length: seeds }, (_, s) => Number(s !== seed));
    const judged = tried.filter(({ values }) => !values.some(Number.isNaN));
    const chosen = bestOf(judged, others);
    return chosen && chosen.values[seed]! - weightedScore(chosen.values, others);
  });
  const gap = seeds > 1 ? knownMean(gaps) : null;
  return gap === null ? null : 10 ** gap - 1;
}

/**
 * What it costs to choose configurations on validation samples, and what it would hide to choose them on the test samples
 * that the result is reported on. Errors are clipped at the mean predictor's, which also stands for diverged runs.
 *
 * @returns One row per model ({@linkcode ChoiceCostRow}); none for one of which every run diverged or failed.
 * @throws {InputError} If the results have no validation_mse.
 *
 * @example
 * ```ts
 * import pl from "nodejs-polars";
 * import { choiceCost } from "./choice_cost.ts";
 * const frame = pl.DataFrame({
 *   model: ["vae", "vae"], learning_rate: [0.1, 0.01], seed: [0, 0], status: ["converged", "converged"],
 *   validation_mse: [0.3, 0.4], test_mse: [0.33, 0.3],
 * });
 * const [row] = choiceCost(frame).toRecords();
 * if (row!.chosen_configuration !== "learning_rate 0.1" || Math.abs(Number(row!.cost) - 0.1) > 1e-12) {
 *   throw new Error("wrong cost");
 * }
 * ```
 */
export function choiceCost(results: pl.DataFrame, options: ChoiceCostOptions = {}): pl.DataFrame {
  const { by = ["model"] } = options, read = readResults(results, options);
  if (!hasValidationError(read)) {
    throw new InputError(
      "Cannot tell what choosing on validation samples costs: not every finished run has a validation_mse; sweep anew",
    );
  }
  const response = responseOf(read), chosen = choiceOf(read);
  const table = groupResults(read, by).flatMap(({ key, results, rows }) => {
    const test = rowsOf(response, rows), validation = rowsOf(chosen, rows);
    const onValidation = configurations(results, test, { choice: validation });
    const onTest = configurations(results, test);
    const choice = bestOf(onValidation), best = bestOf(onTest);
    if (!choice || !best) return [];
    return [{
      ...key,
      over: overOf(results),
      chosen_configuration: nameOf(choice),
      chosen_mse: 10 ** choice.score,
      best_configuration: nameOf(best),
      best_mse: 10 ** best.score,
      cost: 10 ** (choice.score - best.score) - 1,
      test_optimism: optimism(onTest),
      validation_optimism: optimism(onValidation),
      configurations: onTest.length,
      seeds: results.seed.levels.length,
    }];
  });
  return toFrame(table, { ...levelColumns(by), ...COLUMNS });
}
