import { RUN_OPTIONS } from "../options/mod.ts";
import { isBetter, isEnough, type StoppingRule } from "../training/early_stopping.ts";

/** A stopping rule and a cap on the epochs. */
export interface ReplayRule extends StoppingRule {
  /** @default {that of RUN_OPTIONS} */
  readonly maxEpochs?: number;
  /** Epochs before the loss had its full weight, whose networks are not reported. @default {that of RUN_OPTIONS} */
  readonly klWarmup?: number;
}

/** Where a rule ends a curve. */
export interface Replay {
  /**
   * "converged" and "max_epochs": as training says; "diverged": the curve broke off before the rule ended it;
   * "censored": the curve, stopped by its own rule, ended before this one did, so what would have come is not known.
   */
  readonly status: "converged" | "max_epochs" | "diverged" | "censored";
  readonly epochs: number;
  /** The epoch with the best loss, 0 if there is none. */
  readonly bestEpoch: number;
}

/**
 * Applies a stopping rule to a stored validation curve, as training does.
 *
 * @param losses Validation loss per epoch, from epoch 1; finite.
 * @param options The rule, and whether the run diverged after the last epoch of the curve.
 */
export function replay(
  losses: ArrayLike<number>,
  {
    maxEpochs = RUN_OPTIONS.maxEpochs.default,
    klWarmup = RUN_OPTIONS.klWarmup.default,
    diverged = false,
    ...rule
  }: ReplayRule & { diverged?: boolean } = {},
): Replay {
  const { patience = RUN_OPTIONS.patience.default } = rule;
  const { minDelta = RUN_OPTIONS.minDelta.default } = rule;
  const { minEpochs = RUN_OPTIONS.minEpochs.default } = rule;
  const last = Math.min(losses.length, maxEpochs), limits = { patience, minEpochs };
  let bestEpoch = 0, bestLoss = Infinity;
  // As `afterEpoch` does it, without an object for each of millions of epochs.
  for (let epoch = Math.max(1, klWarmup); epoch <= last; epoch++) {
    const loss = losses[epoch - 1]!;
    if (bestEpoch === 0 || isBetter(loss, bestLoss, minDelta)) {
      bestEpoch = epoch;
      bestLoss = loss;
    } else if (isEnough(epoch, bestEpoch, limits)) {
      return { status: "converged", epochs: epoch, bestEpoch };
    }
  }
  if (losses.length >= maxEpochs) return { status: "max_epochs", epochs: maxEpochs, bestEpoch };
  if (diverged) return { status: "diverged", epochs: losses.length + 1, bestEpoch };
  return { status: "censored", epochs: losses.length, bestEpoch };
}
