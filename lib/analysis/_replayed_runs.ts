import type pl from "nodejs-polars";
import { InputError } from "../errors.ts";
import type { RunStatus } from "../sweep/store/run_status.ts";
import { type Curve, curvesOf } from "./_curves.ts";
import { LazyColumns } from "./_lazy_columns.ts";
import { type FullRule, ownRules, type TrainedBy } from "./_own_rules.ts";
import { type Replay, replay, type ReplayRule } from "./_replay.ts";
import type { ResultsGroup } from "./group_results.ts";
import { column, pickRows, type Results } from "./results.ts";

/** How runs are replayed. */
export interface ReplayedBy {
  /** The history's column that stands for the result, read at the best epoch. */
  readonly outcome: string;
  /** How the sweep ended its runs. */
  readonly trained?: TrainedBy;
  /** What is changed of that. */
  readonly rule: ReplayRule;
}

/** What a rule makes of each run; null for what it has not. */
export interface ReplayedRuns {
  readonly status: readonly string[];
  readonly epochs: readonly (number | null)[];
  readonly bestEpoch: readonly (number | null)[];
  readonly loss: readonly (number | null)[];
  /** Of the best epoch; null where the run diverged or failed. */
  readonly outcome: readonly (number | null)[];
  /** Whether the rule would have let the run continue beyond its curve. */
  readonly censored: readonly boolean[];
}

const finite = (value: number) => Number.isFinite(value) ? value : null;

const NO_CURVE: Curve = { loss: new Float64Array(), outcome: new Float64Array(), finite: 0 };

/** Epochs after the first without a finite loss do not belong to a curve: that is where the run diverged. */
function ended(curve: Curve, rule: FullRule, run: unknown, diverged: boolean): Replay {
  const { loss, finite } = curve;
  if (finite < loss.length && !diverged) {
    throw new InputError(
      `Cannot replay run ${run}: its history has no loss for epoch ${finite + 1}`,
    );
  }
  return replay(finite < loss.length ? loss.subarray(0, finite) : loss, { ...rule, diverged });
}

/**
 * Applies a rule to every run; see `replayStopping`.
 *
 * @throws {InputError} If a run that has not failed has no curve (and did not diverge in its first epoch).
 */
export function replayRuns(
  results: Results,
  history: pl.DataFrame,
  { outcome, trained, rule }: ReplayedBy,
): ReplayedRuns {
  const runs = column(results, "run"), own = ownRules(results, trained);
  const curves = curvesOf(history, runs as readonly string[], outcome);
  const number = (name: string) => column(results, name) as readonly (number | null)[];
  const [oldEpochs, oldBest] = [number("epochs"), number("best_epoch")];
  const oldLoss = number("validation_loss");
  const rules = new Map<FullRule, FullRule>();
  const changed = (full: FullRule) => {
    if (!rules.has(full)) rules.set(full, { ...full, ...rule });
    return rules.get(full)!;
  };
  const status: string[] = [], epochs: (number | null)[] = [], bestEpoch: (number | null)[] = [];
  const loss: (number | null)[] = [], outcomes: (number | null)[] = [], censored: boolean[] = [];
  for (let row = 0; row < runs.length; row++) {
    const before = results.status[row] as RunStatus, curve = curves[row];
    if (before === "failed") {
      status.push(before);
      epochs.push(oldEpochs[row] ?? null);
      bestEpoch.push(oldBest[row] ?? null);
      loss.push(oldLoss[row] ?? null);
      outcomes.push(null);
      censored.push(false);
      continue;
    }
    if (!curve && before !== "diverged") {
      throw new InputError(`Cannot replay run ${runs[row]}: the history has no epoch of it`);
    }
    const found = ended(curve ?? NO_CURVE, changed(own[row]!), runs[row], before === "diverged");
    const best = found.status === "diverged" || found.bestEpoch === 0 ? null : found.bestEpoch;
    // A censored run keeps the status it had, as it did end there, and so does one that ends where it ended: it may have stalled.
    const same = found.status === "censored" ||
      found.status === "converged" && found.epochs === oldEpochs[row];
    status.push(same ? before : found.status);
    epochs.push(found.epochs);
    bestEpoch.push(best);
    loss.push(best === null ? null : curve!.loss[best - 1]!);
    outcomes.push(best === null ? null : finite(curve!.outcome[best - 1]!));
    censored.push(found.status === "censored");
  }
  return { status, epochs, bestEpoch, loss, outcome: outcomes, censored };
}

/** The results of some runs with what a rule made of them: their axes and all other columns stay as they are. */
export function replayedResults(results: Results, replayed: ReplayedRuns): Results {
  const own = new Map<string, readonly unknown[]>([
    ["status", replayed.status],
    ["epochs", replayed.epochs],
    ["best_epoch", replayed.bestEpoch],
    ["validation_loss", replayed.loss],
    ["replayed_outcome", replayed.outcome],
    ["replayed_censored", replayed.censored],
  ]);
  const { columns } = results, names = new Set([...columns.keys(), ...own.keys()]);
  return {
    ...results,
    status: replayed.status,
    columns: new LazyColumns(names, (name) => own.get(name) ?? columns.get(name)!),
  };
}

/** The same for a group of the runs. */
export function replayedGroup({ results, rows }: ResultsGroup, replayed: ReplayedRuns): Results {
  const { status, epochs, bestEpoch, loss, outcome, censored } = replayed;
  return replayedResults(results, {
    status: pickRows(status, rows),
    epochs: pickRows(epochs, rows),
    bestEpoch: pickRows(bestEpoch, rows),
    loss: pickRows(loss, rows),
    outcome: pickRows(outcome, rows),
    censored: pickRows(censored, rows),
  });
}
