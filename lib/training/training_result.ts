import type { Terms } from "./engine.ts";
import type { TrainedModel } from "./trained_model.ts";

/** One point of the learning curves. */
export interface EpochRecord {
  /** Counts from 1. */
  readonly epoch: number;
  /** Means over the epoch's steps, in training mode. */
  readonly train: Terms;
  /** The loss and its parts on the validation split, in evaluation mode. */
  readonly validation: Terms;
  /** Mean squared error of the posterior mean's reconstruction of the validation split. */
  readonly validationMse: number;
  /** Wall-clock seconds of this epoch, its validation included. */
  readonly seconds: number;
}

/** Where a training left the finite numbers. */
export interface Divergence {
  readonly epoch: number;
  /** Step since the start of the training, from 1. */
  readonly step: number;
  /** The first part of the loss that was not finite, such as "kl"; with "validation " before it if found there. */
  readonly part: string;
}

/** The outcome of one training. Numbers that do not exist are null: all metrics of a diverged one. */
export interface TrainingResult {
  /**
   * Early stopping ended it, the cap on epochs did, early stopping ended it while its reported network had learned next
   * to nothing (see `isStalled`), or a loss was not finite.
   */
  readonly status: "converged" | "max_epochs" | "stalled" | "diverged";
  /** Epochs begun. */
  readonly epochs: number;
  /** The epoch that the metrics belong to. */
  readonly bestEpoch: number | null;
  readonly train: Terms | null;
  readonly validation: Terms | null;
  readonly test: Terms | null;
  /** Mean squared error of the posterior mean's reconstruction of the validation split; what bests are chosen by. */
  readonly validationMse: number | null;
  /** Mean squared error of the posterior mean's reconstruction on the test split; the comparable metric. */
  readonly testMse: number | null;
  /** 1 − squared error / squared deviation from the training means, on the test split. */
  readonly testR2: number | null;
  /** Importance-weighted estimate of the test split's log likelihood, in nats per sample. */
  readonly testLogLikelihood: number | null;
  readonly divergence: Divergence | null;
  readonly history: readonly EpochRecord[];
  readonly steps: number;
  readonly seconds: number;
  readonly stepsPerSecond: number;
  /** The network of the reported epoch; null if the training diverged, or `keepModel` is false. */
  readonly trained: TrainedModel | null;
}
