import type pl from "nodejs-polars";
import { configurations, nameOf } from "./configurations.ts";
import { type RowOf, toFrame } from "./_frame.ts";
import { groupResults } from "./group_results.ts";
import { type RecordedScores, recordedScores } from "./recorded_scores.ts";
import { losses } from "./response.ts";
import { column, readResults, type ResultsOptions } from "./results.ts";

const COLUMNS = {
  model: "text",
  latent_size: "integer",
  label: "text",
  classifier: "text",
  /** Such as "learning_rate 0.001, optimizer adam". */
  configuration: "text",
  /** Means over the runs with an accuracy. */
  test_mse: "number",
  balanced_accuracy: "number",
  /** Null in folders of earlier versions. */
  auc: "number?",
  runs: "integer",
} as const;

/** A row of {@linkcode downstreamPoints}. */
export type DownstreamPointRow = RowOf<typeof COLUMNS, Pick<RecordedScores, "classifier">>;

/**
 * Reconstruction and downstream scores of each configuration side by side.
 *
 * @param downstream As `downstreamFrame` has them.
 * @returns One row per configuration, label and classifier ({@linkcode DownstreamPointRow}); none where no run has an accuracy.
 * @throws {InputError} If no run at all has one.
 *
 * @example
 * ```ts
 * import pl from "nodejs-polars";
 * import { downstreamPoints } from "./downstream_points.ts";
 * const results = pl.DataFrame({
 *   run: ["a", "b"], model: ["vae", "vae"], latent_size: [2, 2], seed: [0, 1], status: ["converged", "converged"],
 *   test_mse: [0.25, 0.75],
 * });
 * const downstream = pl.DataFrame({
 *   run: ["a", "b"], label: ["sex", "sex"], classifier: ["knn", "knn"], balanced_accuracy: [0.5, 1], auc: [0.75, 1],
 * });
 * const [row] = downstreamPoints(results, downstream).toRecords();
 * if (row!.test_mse !== 0.5 || row!.balanced_accuracy !== 0.75 || row!.runs !== 2) throw new Error("wrong means");
 * ```
 */
export function downstreamPoints(
  results: pl.DataFrame,
  downstream: pl.DataFrame,
  options: ResultsOptions = {},
): pl.DataFrame {
  const scores = recordedScores(downstream);
  const groups = groupResults(readResults(results, options), ["model", "latent_size"]);
  const table = groups.flatMap(({ key, results }) => {
    const error = losses(results, "test_mse", 1), runs = column(results, "run");
    return scores.flatMap(({ label, classifier, byRun }) => {
      const of = (measure: "balanced_accuracy" | "auc") =>
        Float64Array.from(
          runs,
          (id, run) => error[run]! < Infinity ? byRun.get(id)?.[measure] ?? NaN : NaN,
        );
      const accuracy = of("balanced_accuracy"), auc = of("auc");
      // All means are over the same runs.
      const measured = (values: Float64Array) =>
        configurations(results, accuracy, { choice: values });
      const errors = measured(error), areas = measured(auc);
      return errors.map((configuration, i) => ({
        ...key,
        label,
        classifier,
        configuration: nameOf(configuration),
        test_mse: configuration.merit,
        balanced_accuracy: configuration.score,
        auc: areas[i]!.merit,
        runs: configuration.outcomes,
      }));
    });
  });
  return toFrame(table, COLUMNS);
}
