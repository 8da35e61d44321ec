import type pl from "nodejs-polars";
import { mean } from "../numbers/mean.ts";
import { median } from "../numbers/median.ts";
import { curvesOf, replayedOutcome } from "./_curves.ts";
import { levelColumns, type RowOf, toFrame } from "./_frame.ts";
import { overOf } from "./axis.ts";
import { recordsStalled } from "./records_stalled.ts";
import { groupResults } from "./group_results.ts";
import { column, readResults, type Results, type ResultsOptions } from "./results.ts";

/** Options of {@linkcode budget}. */
export interface BudgetOptions extends ResultsOptions {
  /** Columns whose levels are listed apart. @default ["model", "optimizer", "learning_rate"] */
  by?: readonly string[];
}

const COLUMNS = {
  /** The axes over which the runs range. */
  over: "text",
  /** Runs with an outcome, and those that failed, which have none. */
  runs: "integer",
  failed: "integer",
  /**
   * Shares of the runs that ended at the cap on epochs, that stalled (null in folders of versions that did not record it), and
   * that diverged; the others converged.
   */
  at_cap: "number?",
  stalled: "number?",
  diverged: "number?",
  /** Over all these runs. */
  median_epochs: "number?",
  /**
   * By what share the lowest validation error fell over the last tenth of the epochs, the median over runs that ended at the
   * cap: 0 where nothing was left to gain, null where no run did.
   */
  last_tenth: "number?",
  /** The history's column that is the error. */
  outcome: "text",
} as const;

/** A row of {@linkcode budget}, after the columns it is grouped by. */
export type BudgetRow = RowOf<typeof COLUMNS>;

/** How much lower the lowest error of all epochs is than that of the first nine tenths, as a share; null of one epoch. */
function gainOf(errors: Float64Array): number | null {
  const before = Math.floor(0.9 * errors.length);
  const lowest = (until: number) => errors.subarray(0, until).reduce((a, b) => Math.min(a, b));
  return before === 0 ? null : 1 - lowest(errors.length) / lowest(before);
}

function row(results: Results, gains: readonly (number | null)[], stalls: boolean) {
  const ended = [...results.status.keys()].filter((run) => results.status[run] !== "failed");
  const counted = { runs: ended.length, failed: results.runs - ended.length };
  if (ended.length === 0) return counted;
  const share = (status: string) =>
    mean(ended.map((run) => Number(results.status[run] === status)));
  const epochs = column(results, "epochs");
  const known = gains.filter((gain) => gain !== null);
  return {
    ...counted,
    at_cap: share("max_epochs"),
    stalled: stalls ? share("stalled") : null,
    diverged: share("diverged"),
    median_epochs: median(ended.map((run) => Number(epochs[run]))),
    last_tenth: known.length > 0 ? median(known) : null,
  };
}

/**
 * What the cap on epochs cut off: how many runs of each learning rate it ended, and whether their error still fell. Where a
 * rate's runs all end at the cap, that it is worse may mean that the cap is low.
 *
 * @param results The results frame, with run and epochs.
 * @param history Curves: run, epoch, validation_loss and validation_mse, or reconstruction in folders of earlier versions.
 * @returns One row per model, optimizer and learning rate ({@linkcode BudgetRow}).
 *
 * @example
 * ```ts
 * import pl from "nodejs-polars";
 * import { budget } from "./budget.ts";
 * const results = pl.DataFrame({
 *   run: ["a"], model: ["vae"], optimizer: ["sgd"], learning_rate: [1e-5], seed: [0], status: ["max_epochs"], epochs: [10],
 * });
 * const validation_mse = [9, 8, 7, 6, 5, 4, 3, 2, 1, 0.9];
 * const history = pl.DataFrame({
 *   run: Array(10).fill("a"), epoch: validation_mse.map((_, i) => i + 1), validation_loss: validation_mse, validation_mse,
 * });
 * const [row] = budget(results, history).toRecords();
 * if (row!.at_cap !== 1 || Math.abs(Number(row!.last_tenth) - 0.1) > 1e-12) throw new Error("it still falls");
 * ```
 */
export function budget(
  results: pl.DataFrame,
  history: pl.DataFrame,
  options: BudgetOptions = {},
): pl.DataFrame {
  const { by = ["model", "optimizer", "learning_rate"] } = options;
  const read = readResults(results, options), outcome = replayedOutcome(history);
  const curves = curvesOf(history, column(read, "run") as readonly string[], outcome);
  const gains = read.status.map((status, run) =>
    status === "max_epochs" && curves[run] ? gainOf(curves[run].outcome) : null
  );
  const measured = read.columns.get("validation_mse");
  const stalls = recordsStalled(
    read.status.map((status, run) => ({ status, validation_mse: measured?.[run] })),
  );
  const table = groupResults(read, by).map(({ key, results, rows }) => ({
    ...key,
    over: overOf(results),
    ...row(results, rows.map((run) => gains[run]!), stalls),
    outcome,
  }));
  return toFrame(table, { ...levelColumns(by), ...COLUMNS });
}
