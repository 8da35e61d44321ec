import pl from "nodejs-polars";
import { InputError } from "../errors.ts";
import { type Curve, curvesOf, replayedOutcome } from "./_curves.ts";
import { column, readRuns, type Results } from "./results.ts";
import { ownRules, type TrainedBy } from "./_own_rules.ts";
import { type Replay, replay, type ReplayRule } from "./_replay.ts";

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

/** Epochs after the first without a finite loss do not belong to a curve: that is where the run diverged. */
function finiteStart(loss: Float64Array, run: unknown, diverged: boolean): Float64Array {
  const end = loss.findIndex((value) => !Number.isFinite(value));
  if (end >= 0 && !diverged) {
    throw new InputError(`Cannot replay run ${run}: its history has no loss for epoch ${end + 1}`);
  }
  return end < 0 ? loss : loss.subarray(0, end);
}

const finite = (value: number) => Number.isFinite(value) ? value : null;

const NO_CURVE: Curve = { loss: new Float64Array(), outcome: new Float64Array() };

function replayRun(results: Results, row: number, curve: Curve, rule: ReplayRule) {
  const run = results.columns.get("run")![row], diverged = results.status[row] === "diverged";
  const ended: Replay = replay(finiteStart(curve.loss, run, diverged), { ...rule, diverged });
  const known = ended.status !== "diverged" && ended.bestEpoch > 0;
  return { ...ended, outcome: known ? finite(curve.outcome[ended.bestEpoch - 1]!) : null };
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
  const read = readRuns(results), runs = column(read, "run"), own = ownRules(read, trained);
  const found = curvesOf(history, runs as readonly string[], outcome);
  const old = {
    epochs: column(read, "epochs"),
    best: column(read, "best_epoch"),
    loss: column(read, "validation_loss"),
  };
  const replayed = runs.map((run, row) => {
    const status = read.status[row]!, curve = found[row];
    if (status === "failed") {
      return {
        status,
        epochs: old.epochs[row],
        bestEpoch: old.best[row],
        loss: old.loss[row],
        outcome: null,
      };
    }
    if (!curve && status !== "diverged") {
      throw new InputError(`Cannot replay run ${run}: the history has no epoch of it`);
    }
    const result = replayRun(read, row, curve ?? NO_CURVE, { ...own[row]!, ...rule });
    const best = result.status === "diverged" || result.bestEpoch === 0 ? null : result.bestEpoch;
    return { ...result, bestEpoch: best, loss: best === null ? null : curve!.loss[best - 1]! };
  });
  // A censored run keeps the status it had, as it did end there, and so does one that ends where it ended: it may have stalled.
  const same = (run: typeof replayed[number], row: number) =>
    run.status === "censored" || (run.status === "converged" && run.epochs === old.epochs[row]);
  const status = replayed.map((run, row) => same(run, row) ? read.status[row]! : run.status);
  const numbers = (name: string, values: unknown[]) =>
    pl.Series(name, values.map((value) => value === null ? null : Number(value)), pl.Float64);
  return results.withColumns(
    pl.Series("status", status, pl.Utf8),
    numbers("epochs", replayed.map((run) => run.epochs)),
    numbers("best_epoch", replayed.map((run) => run.bestEpoch)),
    numbers("validation_loss", replayed.map((run) => run.loss)),
    numbers("replayed_outcome", replayed.map((run) => run.outcome)),
    pl.Series("replayed_censored", replayed.map((run) => run.status === "censored"), pl.Bool),
  );
}
