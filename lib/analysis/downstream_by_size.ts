import type pl from "nodejs-polars";
import { overOf } from "./axis.ts";
import { choiceOf } from "./choice.ts";
import { type Configuration, configurations, nameOf } from "./configurations.ts";
import { levelColumns, type RowOf, toFrame } from "./_frame.ts";
import { groupResults } from "./group_results.ts";
import { quantile } from "../numbers/quantile.ts";
import { type RecordedScores, recordedScores, SATURATED } from "./recorded_scores.ts";
import { column, readResults, type Results, type ResultsOptions } from "./results.ts";
import { bestOf } from "./tuned_scores.ts";

const COLUMNS = {
  model: "text",
  latent_size: "integer",
  label: "text",
  /** "knn" (5 nearest neighbours) or "logistic" (logistic regression). */
  classifier: "text",
  /** The axes over which configurations range, such as "learning_rate, optimizer". */
  over: "text",
  /** Runs with an accuracy, and all others (diverged, failed, not measured). */
  runs: "integer",
  left_out: "integer",
  /** Share of the runs whose balanced accuracy is 0.99 or more: they are not told apart. */
  saturated: "number?",
  /** Balanced accuracy: quartiles over configurations, each with the mean over its seeds. */
  percentile_25: "number?",
  median: "number?",
  percentile_75: "number?",
  /** The highest of them, found on the test samples themselves: it owes something to luck. */
  highest: "number?",
  /** Area under the curve, one class against the rest: median over configurations. */
  auc: "number?",
  /** The configuration that reconstructs best (see `chosen_on`) and its scores: what choosing by reconstruction gets. */
  chosen_configuration: "text?",
  /** What it is chosen on: "validation", or "test" for results without validation_mse. */
  chosen_on: "text",
  chosen_accuracy: "number?",
  chosen_auc: "number?",
} as const;

/** A row of {@linkcode downstreamBySize}. */
export type DownstreamSizeRow = RowOf<typeof COLUMNS, Pick<RecordedScores, "classifier">>;

/** A score of a group's runs: NaN for a run without one. */
function scoresOf(
  results: Results,
  { byRun }: RecordedScores,
  measure: "balanced_accuracy" | "auc",
): Float64Array {
  return Float64Array.from(column(results, "run"), (run) => byRun.get(run)?.[measure] ?? NaN);
}

function at(tried: readonly Configuration[], probability: number): number | null {
  const sorted = Float64Array.from(tried, ({ score }) => score).sort();
  return sorted.length > 0 ? quantile(sorted, probability) : null;
}

/**
 * How well labels can be told from the posterior means, for each model and latent size: over all configurations, and by the
 * one that reconstructs best, since a lower error need not mean a more useful latent space (Eltager et al. 2023).
 *
 * @param downstream As `downstreamFrame` has them.
 * @returns One row per model, latent size, label and classifier ({@linkcode DownstreamSizeRow}), and per number of
 * genes, its last column, where the sweep varies that: errors over different genes are not compared.
 * @throws {InputError} If no run has an accuracy.
 *
 * @example
 * ```ts
 * import pl from "nodejs-polars";
 * import { downstreamBySize } from "./downstream_by_size.ts";
 * const results = pl.DataFrame({
 *   run: ["a", "b"], model: ["vae", "vae"], latent_size: [2, 2], optimizer: ["adam", "sgd"], seed: [0, 0],
 *   status: ["converged", "converged"], test_mse: [0.3, 0.4],
 * });
 * const downstream = pl.DataFrame({
 *   run: ["a", "b"], label: ["sex", "sex"], classifier: ["knn", "knn"], balanced_accuracy: [0.7, 0.9], auc: [0.8, 1],
 * });
 * const [row] = downstreamBySize(results, downstream).toRecords();
 * if (row!.highest !== 0.9 || row!.chosen_accuracy !== 0.7) throw new Error("wrong accuracies");
 * ```
 */
export function downstreamBySize(
  results: pl.DataFrame,
  downstream: pl.DataFrame,
  options: ResultsOptions = {},
): pl.DataFrame {
  const scores = recordedScores(downstream), read = readResults(results, options);
  const choice = choiceOf(read);
  const genes = read.columns.has("genes") ? ["genes"] : [];
  const by = ["model", "latent_size", ...genes];
  const table = groupResults(read, by).flatMap(({ key, results, rows }) => {
    const own = Float64Array.from(rows, (row) => choice.values[row]!);
    const chosen = bestOf(configurations(results, own));
    const isChosen = ({ codes }: Configuration) => chosen?.codes.join() === codes.join();
    return scores.map((recorded) => {
      const accuracy = scoresOf(results, recorded, "balanced_accuracy");
      const tried = configurations(results, accuracy);
      const areas = configurations(results, scoresOf(results, recorded, "auc"));
      const values = [...accuracy].filter((value) => !Number.isNaN(value)), runs = values.length;
      return {
        ...key,
        label: recorded.label,
        classifier: recorded.classifier,
        over: overOf(results),
        runs,
        left_out: results.runs - runs,
        saturated: runs > 0 ? values.filter((value) => value >= SATURATED).length / runs : null,
        percentile_25: at(tried, 0.25),
        median: at(tried, 0.5),
        percentile_75: at(tried, 0.75),
        highest: at(tried, 1),
        auc: at(areas, 0.5),
        chosen_configuration: chosen && nameOf(chosen),
        chosen_on: choice.chosenOn,
        chosen_accuracy: tried.find(isChosen)?.score ?? null,
        chosen_auc: areas.find(isChosen)?.score ?? null,
      };
    });
  });
  return toFrame(table, { ...COLUMNS, ...levelColumns(genes) });
}
