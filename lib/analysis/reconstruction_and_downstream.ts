import type pl from "nodejs-polars";
import { InputError } from "../errors.ts";
import { levelColumns, toFrame } from "./_frame.ts";
import { groupResults } from "./group_results.ts";
import { losses } from "./response.ts";
import { column, readResults } from "./results.ts";
import { rankCorrelation } from "./statistics/rank_correlation.ts";

/** Options of {@linkcode reconstructionAndDownstream}. */
export interface AgreementOptions {
  /** Columns whose levels are analysed apart. @default [] */
  by?: readonly string[];
}

/** A row of {@linkcode reconstructionAndDownstream}, after the columns it is grouped by. */
export interface AgreementRow {
  readonly classifier: string;
  /** "rank": diverged runs share the last rank in both; "finished": runs that diverged are left aside. */
  readonly diverged_runs: "rank" | "finished";
  /** Spearman's rank correlation of −test MSE with balanced accuracy: 1 if better reconstruction always classifies better. */
  readonly correlation: number | null;
  /** Its 95 % interval; null with fewer than 4 runs. */
  readonly low: number | null;
  readonly high: number | null;
  readonly runs: number;
  /** Runs left aside: failed, diverged where those are not ranked, or without an accuracy. */
  readonly left_out: number;
}

const COLUMNS = {
  classifier: "text",
  diverged_runs: "text",
  correlation: "number",
  low: "number",
  high: "number",
  runs: "integer",
  left_out: "integer",
} as const;

/** Accuracy by classifier and run. */
function readAccuracy(frame: pl.DataFrame): Map<string, Map<unknown, number>> {
  const found = new Map<string, Map<unknown, number>>();
  for (const { run, classifier: name, balanced_accuracy } of frame.toRecords()) {
    const classifier = String(name);
    if (!found.has(classifier)) found.set(classifier, new Map());
    if (balanced_accuracy !== null) found.get(classifier)!.set(run, Number(balanced_accuracy));
  }
  return found;
}

/**
 * Whether better reconstruction means a more useful latent space: the rank correlation between the two over runs. It
 * need not (Eltager et al. 2023).
 *
 * @param results The results frame.
 * @param accuracy What `downstreamAccuracy` returned.
 * @returns One row per group, classifier and way of counting diverged runs ({@linkcode AgreementRow}).
 * @throws {InputError} If no run has an accuracy.
 *
 * @example
 * ```ts
 * import pl from "nodejs-polars";
 * import { reconstructionAndDownstream } from "./reconstruction_and_downstream.ts";
 * const results = pl.DataFrame({
 *   run: ["a", "b", "c"], seed: [0, 1, 2], status: ["converged", "converged", "diverged"], test_mse: [0.1, 0.2, null],
 * });
 * const accuracy = pl.DataFrame({ run: ["a", "b"], classifier: ["knn", "knn"], balanced_accuracy: [0.5, 0.9] });
 * const [ranked, finished] = reconstructionAndDownstream(results, accuracy).toRecords();
 * if (ranked!.correlation !== 0.5 || finished!.correlation !== -1) throw new Error("wrong correlation");
 * ```
 */
export function reconstructionAndDownstream(
  results: pl.DataFrame,
  accuracy: pl.DataFrame,
  { by = [] }: AgreementOptions = {},
): pl.DataFrame {
  const read = readResults(results, { axes: [] }), measured = readAccuracy(accuracy);
  if (measured.size === 0) throw new InputError("Cannot correlate with accuracy: no run has one");
  const table = groupResults(read, by).flatMap(({ key, results }) => {
    const runs = column(results, "run"), error = losses(results, "test_mse", 1);
    return [...measured].flatMap(([classifier, byRun]) =>
      (["rank", "finished"] as const).map((diverged_runs) => {
        const pairs = runs.map((run, i) => ({
          reconstruction: -error[i]!,
          accuracy: error[i] === Infinity ? -Infinity : byRun.get(run) ?? NaN,
        })).filter(({ reconstruction, accuracy }) =>
          !Number.isNaN(reconstruction) && !Number.isNaN(accuracy) &&
          (diverged_runs === "rank" || reconstruction > -Infinity)
        );
        const { rho, low, high } = rankCorrelation(
          pairs.map((pair) => pair.reconstruction),
          pairs.map((pair) => pair.accuracy),
        );
        const left_out = runs.length - pairs.length;
        return {
          ...key,
          classifier,
          diverged_runs,
          correlation: rho,
          low,
          high,
          runs: pairs.length,
          left_out,
        };
      })
    );
  });
  return toFrame(table, { ...levelColumns(by), ...COLUMNS });
}
