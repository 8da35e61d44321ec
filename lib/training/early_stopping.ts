import { RUN_OPTIONS } from "../options/run_options.ts";

/** When a training ends. */
export interface StoppingRule {
  /** Epochs without an improvement after which training ends. @default {that of RUN_OPTIONS} */
  readonly patience?: number;
  /**
   * What counts as an improvement, as a share of the best loss so far. Relative, because an absolute
   * threshold would end slow learning rates early and pass that off as sensitivity.
   *
   * @default {that of RUN_OPTIONS}
   */
  readonly minDelta?: number;
  /** Epochs before which training does not end, however long nothing has improved. @default {that of RUN_OPTIONS} */
  readonly minEpochs?: number;
}

/** What is known after some epochs; epochs count from 1, and 0 means none yet. */
export interface StoppingState {
  readonly epoch: number;
  readonly bestEpoch: number;
  readonly bestLoss: number;
  /** Whether the last epoch improved on the best before it. */
  readonly improved: boolean;
  /** Whether training should end. */
  readonly stop: boolean;
}

/** The state before the first epoch. */
export const STOPPING_START: StoppingState = {
  epoch: 0,
  bestEpoch: 0,
  bestLoss: Infinity,
  improved: false,
  stop: false,
};

/**
 * Takes the loss of one more epoch into account; pure.
 *
 * An epoch improves when its loss lies below the best by more than `minDelta` of the best's size (losses
 * such as IWAE's may be negative, so the size is its absolute value).
 *
 * @param state What is known so far.
 * @param loss The epoch's validation loss; must be finite.
 * @throws {RangeError} If the loss is not finite: divergence is for the caller to tell.
 *
 * @example
 * ```ts
 * import { afterEpoch, STOPPING_START } from "./early_stopping.ts";
 * let state = STOPPING_START;
 * for (const loss of [10, 9, 9, 9]) state = afterEpoch(state, loss, { patience: 2 });
 * if (!state.stop || state.bestEpoch !== 2) throw new Error("unexpected state");
 * ```
 */
export function afterEpoch(
  state: StoppingState,
  loss: number,
  rule: StoppingRule = {},
): StoppingState {
  const { patience = RUN_OPTIONS.patience.default } = rule;
  const { minDelta = RUN_OPTIONS.minDelta.default } = rule;
  const { minEpochs = RUN_OPTIONS.minEpochs.default } = rule;
  if (!Number.isFinite(loss)) throw new RangeError(`Cannot compare losses: got ${loss}`);
  const epoch = state.epoch + 1;
  const improved = state.bestEpoch === 0 || isBetter(loss, state.bestLoss, minDelta);
  if (improved) return { epoch, bestEpoch: epoch, bestLoss: loss, improved, stop: false };
  const stop = isEnough(epoch, state.bestEpoch, { patience, minEpochs });
  return { ...state, epoch, improved, stop };
}

/** Whether a loss improves on the best before it. */
export function isBetter(loss: number, bestLoss: number, minDelta: number): boolean {
  return loss < bestLoss - minDelta * Math.abs(bestLoss);
}

/** Whether training ends after an epoch that did not improve. */
export function isEnough(
  epoch: number,
  bestEpoch: number,
  { patience, minEpochs }: Required<Pick<StoppingRule, "patience" | "minEpochs">>,
): boolean {
  return epoch - bestEpoch >= patience && epoch >= minEpochs;
}
