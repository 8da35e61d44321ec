import type pl from "nodejs-polars";
import { type RowOf, toFrame } from "./_frame.ts";
import { type Configuration, configurations, nameOf } from "./configurations.ts";
import { groupResults } from "./group_results.ts";
import { ACCURACIES, type ClassifierName, recordedAccuracy } from "./recorded_accuracy.ts";
import { responseOf } from "./response.ts";
import { overOf } from "./axis.ts";
import { readResults, type Results, type ResultsOptions } from "./results.ts";
import { quantile } from "../numbers/quantile.ts";
import { bestOf } from "./tuned_scores.ts";

const COLUMNS = {
  model: "text",
  latent_size: "integer",
  classifier: "text",
  /** The axes over which configurations range, such as "learning_rate, optimizer". */
  over: "text",
  /** Runs with an accuracy, and all others (diverged, failed, not measured). */
  runs: "integer",
  left_out: "integer",
  /** Balanced accuracy: quartiles over configurations, each with the mean over its seeds. */
  percentile_25: "number?",
  median: "number?",
  percentile_75: "number?",
  /** The highest configuration's; highest of many, so it owes something to luck. */
  best: "number?",
  /** Of the configuration with the lowest test MSE: what choosing by reconstruction gets. */
  chosen_by_mse: "number?",
  chosen_configuration: "text?",
} as const;

/** A row of {@linkcode downstreamBySize}. */
export type DownstreamSizeRow = RowOf<typeof COLUMNS, { classifier: ClassifierName }>;

/** The accuracies of a group's runs: NaN for a run without one. */
function accuracies(results: Results, name: string): Float64Array {
  const values = results.columns.get(name);
  return Float64Array.from({ length: results.runs }, (_, run) => {
    const value = values?.[run];
    return typeof value === "number" ? value : NaN;
  });
}

function at(tried: readonly Configuration[], probability: number): number | null {
  const sorted = Float64Array.from(tried, ({ score }) => score).sort();
  return sorted.length > 0 ? quantile(sorted, probability) : null;
}

/**
 * How well cancer types can be told from the posterior means, for each model and latent size: over all configurations, at
 * best, and by the one that reconstructs best, since a lower error need not mean a more useful latent space (Eltager et
 * al. 2023).
 *
 * @param results The results frame, with knn_accuracy and logistic_accuracy.
 * @returns One row per model, latent size and classifier ({@linkcode DownstreamSizeRow}).
 * @throws {InputError} If no run has an accuracy.
 *
 * @example
 * ```ts
 * import pl from "nodejs-polars";
 * import { downstreamBySize } from "./downstream_by_size.ts";
 * const [row] = downstreamBySize(pl.DataFrame({
 *   run: ["a", "b"], model: ["vae", "vae"], latent_size: [2, 2], optimizer: ["adam", "sgd"], seed: [0, 0],
 *   status: ["converged", "converged"], test_mse: [0.3, 0.4], knn_accuracy: [0.7, 0.9], logistic_accuracy: [0.5, 0.5],
 * })).toRecords();
 * if (row!.best !== 0.9 || row!.chosen_by_mse !== 0.7) throw new Error("wrong accuracies");
 * ```
 */
export function downstreamBySize(
  results: pl.DataFrame,
  options: ResultsOptions = {},
): pl.DataFrame {
  recordedAccuracy(results); // refuses results without any
  const read = readResults(results, options), response = responseOf(read);
  const table = groupResults(read, ["model", "latent_size"]).flatMap(({ key, results, rows }) => {
    const errors = Float64Array.from(rows, (row) => response.values[row]!);
    const chosen = bestOf(configurations(results, errors));
    return Object.entries(ACCURACIES).map(([name, classifier]) => {
      const values = accuracies(results, name), tried = configurations(results, values);
      const runs = values.filter((value) => !Number.isNaN(value)).length;
      const same = ({ codes }: Configuration) => chosen?.codes.join() === codes.join();
      return {
        ...key,
        classifier,
        over: overOf(results),
        runs,
        left_out: results.runs - runs,
        percentile_25: at(tried, 0.25),
        median: at(tried, 0.5),
        percentile_75: at(tried, 0.75),
        best: at(tried, 1),
        chosen_by_mse: tried.find(same)?.score ?? null,
        chosen_configuration: chosen && nameOf(chosen),
      };
    });
  });
  return toFrame(table, COLUMNS);
}
