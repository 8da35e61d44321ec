import type pl from "nodejs-polars";
import { InputError } from "../errors.ts";
import { mean } from "../numbers/mean.ts";
import { cellOf } from "./_cell.ts";
import { levelColumns, type RowOf, toFrame } from "./_frame.ts";
import { groupResults } from "./group_results.ts";
import { losses } from "./response.ts";
import { overOf } from "./axis.ts";
import { column, readResults, type Results, type ResultsOptions } from "./results.ts";
import { rankCorrelation } from "../numbers/rank_correlation.ts";

/** Options of {@linkcode reconstructionAndDownstream}. */
export interface AgreementOptions extends ResultsOptions {
  /** Columns whose levels are analysed apart. @default [] */
  by?: readonly string[];
}

const COLUMNS = {
  classifier: "text",
  /** The axes over which configurations range, such as "learning_rate, optimizer". */
  over: "text",
  /** "rank": diverged configurations share the last rank in both; "finished": those that diverged are left aside. */
  diverged_runs: "text",
  /** Spearman's rank correlation of −test MSE with balanced accuracy: 1 if better reconstruction always classifies better. */
  correlation: "number?",
  /** Its 95 % interval; null with fewer than 4 configurations, and at ±1. */
  low: "number?",
  high: "number?",
  /** Configurations compared, each by the mean over its seeds, as seeds of one are not independent evidence. */
  configurations: "integer",
  /** Configurations left aside: failed, diverged where those are not ranked, or without an accuracy. */
  left_out: "integer",
} as const;

/** A row of {@linkcode reconstructionAndDownstream}, after the columns it is grouped by. */
export type AgreementRow = RowOf<typeof COLUMNS, { diverged_runs: "rank" | "finished" }>;

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

/** A configuration in both respects: its errors and accuracies by seed, and how its runs ended. */
interface Pair {
  readonly errors: number[];
  readonly accuracies: number[];
  diverged: number;
  runs: number;
}

/** The configurations of a group, for one classifier. */
function pairs(results: Results, byRun: ReadonlyMap<unknown, number>): Pair[] {
  const runs = column(results, "run"), error = losses(results, "test_mse", 1);
  const found = new Map<number, Pair>();
  for (let run = 0; run < results.runs; run++) {
    const id = cellOf(results.axes, run);
    if (!found.has(id)) found.set(id, { errors: [], accuracies: [], diverged: 0, runs: 0 });
    const pair = found.get(id)!, accuracy = byRun.get(runs[run]);
    if (Number.isNaN(error[run]!)) continue; // failed: no outcome
    pair.runs++;
    if (error[run] === Infinity) pair.diverged++;
    else if (accuracy !== undefined) {
      pair.errors.push(error[run]!);
      pair.accuracies.push(accuracy);
    }
  }
  return [...found.values()];
}

/** Diverged if at least half of its runs are, as in the claims; NaN without an accuracy. */
function point({ errors, accuracies, diverged, runs }: Pair) {
  return runs > 0 && 2 * diverged >= runs
    ? { reconstruction: -Infinity, accuracy: -Infinity }
    : { reconstruction: -mean(errors), accuracy: mean(accuracies) };
}

/**
 * Whether better reconstruction means a more useful latent space: the rank correlation between the two over configurations. It
 * need not (Eltager et al. 2023).
 *
 * @returns One row per group, classifier and way of counting diverged runs ({@linkcode AgreementRow}).
 * @throws {InputError} If no run has an accuracy.
 *
 * @example
 * ```ts
 * import pl from "nodejs-polars";
 * import { reconstructionAndDownstream } from "./reconstruction_and_downstream.ts";
 * const results = pl.DataFrame({
 *   run: ["a", "b", "c"], latent_size: [2, 5, 9], seed: [0, 0, 0], status: ["converged", "converged", "diverged"],
 *   test_mse: [0.1, 0.2, null],
 * });
 * const accuracy = pl.DataFrame({ run: ["a", "b"], classifier: ["knn", "knn"], balanced_accuracy: [0.5, 0.9] });
 * const [ranked, finished] = reconstructionAndDownstream(results, accuracy).toRecords();
 * if (ranked!.correlation !== 0.5 || finished!.correlation !== -1) throw new Error("wrong correlation");
 * ```
 */
export function reconstructionAndDownstream(
  results: pl.DataFrame,
  accuracy: pl.DataFrame,
  options: AgreementOptions = {},
): pl.DataFrame {
  const { by = [] } = options, read = readResults(results, options);
  const measured = readAccuracy(accuracy);
  if (measured.size === 0) throw new InputError("Cannot correlate with accuracy: no run has one");
  const table = groupResults(read, by).flatMap(({ key, results }) =>
    [...measured].flatMap(([classifier, byRun]) => {
      const all = pairs(results, byRun).map(point);
      return (["rank", "finished"] as const).map((diverged_runs) => {
        const kept = all.filter(({ reconstruction }) =>
          !Number.isNaN(reconstruction) && (diverged_runs === "rank" || reconstruction > -Infinity)
        );
        const { rho, low, high } = rankCorrelation(
          kept.map((pair) => pair.reconstruction),
          kept.map((pair) => pair.accuracy),
        );
        return {
          ...key,
          classifier,
          over: overOf(results),
          diverged_runs,
          correlation: rho,
          low,
          high,
          configurations: kept.length,
          left_out: all.length - kept.length,
        };
      });
    })
  );
  return toFrame(table, { ...levelColumns(by), ...COLUMNS });
}
