import type pl from "nodejs-polars";
import { type RowOf, toFrame } from "./_frame.ts";
import { configurations, nameOf } from "./configurations.ts";
import { groupResults } from "./group_results.ts";
import { ACCURACIES, type ClassifierName, recordedAccuracy } from "./recorded_accuracy.ts";
import { losses } from "./response.ts";
import { column, readResults, type ResultsOptions } from "./results.ts";

const COLUMNS = {
  model: "text",
  latent_size: "integer",
  classifier: "text",
  /** Such as "learning_rate 0.001, optimizer adam". */
  configuration: "text",
  /** Means over the runs with an accuracy. */
  test_mse: "number",
  balanced_accuracy: "number",
  runs: "integer",
} as const;

/** A row of {@linkcode downstreamPoints}. */
export type DownstreamPointRow = RowOf<typeof COLUMNS, { classifier: ClassifierName }>;

/**
 * Reconstruction and downstream accuracy of each configuration side by side.
 *
 * @param results The results frame, with knn_accuracy and logistic_accuracy.
 * @returns One row per configuration and classifier ({@linkcode DownstreamPointRow}); none where no run has an accuracy.
 * @throws {InputError} If no run at all has one.
 *
 * @example
 * ```ts
 * import pl from "nodejs-polars";
 * import { downstreamPoints } from "./downstream_points.ts";
 * const [row] = downstreamPoints(pl.DataFrame({
 *   run: ["a", "b"], model: ["vae", "vae"], latent_size: [2, 2], seed: [0, 1], status: ["converged", "converged"],
 *   test_mse: [0.25, 0.75], knn_accuracy: [0.5, 1], logistic_accuracy: [0.5, 1],
 * })).toRecords();
 * if (row!.test_mse !== 0.5 || row!.balanced_accuracy !== 0.75 || row!.runs !== 2) throw new Error("wrong means");
 * ```
 */
export function downstreamPoints(
  results: pl.DataFrame,
  options: ResultsOptions = {},
): pl.DataFrame {
  recordedAccuracy(results); // refuses results without any
  const groups = groupResults(readResults(results, options), ["model", "latent_size"]);
  const table = groups.flatMap(({ key, results }) =>
    Object.entries(ACCURACIES).flatMap(([name, classifier]) => {
      const error = losses(results, "test_mse", 1);
      const accuracy = Float64Array.from(
        column(results, name),
        (value, run) => typeof value === "number" && error[run]! < Infinity ? value : NaN,
      );
      // Both means are over the same runs.
      const measured = error.map((value, run) => Number.isNaN(accuracy[run]!) ? NaN : value);
      const errors = configurations(results, measured);
      return configurations(results, accuracy).map((configuration, i) => ({
        ...key,
        classifier,
        configuration: nameOf(configuration),
        test_mse: errors[i]!.score,
        balanced_accuracy: configuration.score,
        runs: configuration.outcomes,
      }));
    })
  );
  return toFrame(table, COLUMNS);
}
