import pl from "nodejs-polars";
import { replayedOutcome } from "./_curves.ts";
import type { TrainedBy } from "./_own_rules.ts";
import type { ReplayRule } from "./_replay.ts";
import { replayRuns } from "./_replayed_runs.ts";
import { readRuns } from "./results.ts";

/** Options of {@linkcode replayStopping}. */
export interface ReplayOptions extends ReplayRule {
  /**
   * The history's column that stands for the result, read at the best epoch.
   * @default "validation_mse" where the history has it, else "reconstruction"
   */
  outcome?: string;
  /** How the sweep ended its runs, as its manifest's fixed options say. @default training's own rule */
  trained?: TrainedBy;
}

/**
 * The results as another patience, threshold or cap would have made them, from the stored curves.
 *
 * A rule may only be replayed as far as the curves go: a run that it would have let continue is marked `replayed_censored`. A run
 * that the rule ends before it diverged is no longer diverged.
 *
 * @param history Curves: run, epoch, validation_loss and the outcome's column.
 * @param options What is changed of the rule; the rest is as it was for each run: what the sweep varied (columns patience,
 * min_delta, min_epochs, max_epochs, kl_warmup), held fixed, or left at its default.
 * @returns The results with `status`, `epochs`, `best_epoch` and `validation_loss` as replayed, `replayed_outcome` (null
 * where diverged) and `replayed_censored`. Failed runs are as they were.
 * @throws {InputError} If a run that has not failed has no curve (and did not diverge in its first epoch).
 *
 * @example
 * ```ts
 * import pl from "nodejs-polars";
 * import { replayStopping } from "./replay_stopping.ts";
 * const results = pl.DataFrame({ run: ["a"], seed: [0], status: ["max_epochs"], epochs: [5], best_epoch: [5], validation_loss: [3] });
 * const history = pl.DataFrame({
 *   run: Array(5).fill("a"), epoch: [1, 2, 3, 4, 5], validation_loss: [5, 4, 4, 4, 3], reconstruction: [9, 8, 7, 6, 5],
 * });
 * const [row] = replayStopping(results, history, { patience: 2 }).toRecords();
 * if (row!.epochs !== 4 || row!.best_epoch !== 2 || row!.replayed_outcome !== 8) throw new Error("wrong replay");
 * ```
 */
export function replayStopping(
  results: pl.DataFrame,
  history: pl.DataFrame,
  options: ReplayOptions = {},
): pl.DataFrame {
  const { outcome = replayedOutcome(history), trained, ...rule } = options;
  const replayed = replayRuns(readRuns(results), history, { outcome, trained, rule });
  const numbers = (name: string, values: readonly (number | null)[]) =>
    pl.Series(name, values.map((value) => value === null ? null : Number(value)), pl.Float64);
  return results.withColumns(
    pl.Series("status", [...replayed.status], pl.Utf8),
    numbers("epochs", replayed.epochs),
    numbers("best_epoch", replayed.bestEpoch),
    numbers("validation_loss", replayed.loss),
    numbers("replayed_outcome", replayed.outcome),
    pl.Series("replayed_censored", [...replayed.censored], pl.Bool),
  );
}
