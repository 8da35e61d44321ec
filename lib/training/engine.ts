import type { Dataset } from "../data/dataset.ts";
import type { Model, ModelOptions } from "../models/model.ts";
import type { RunOptionValues } from "../options/run_options.ts";
import type { OptimizerName } from "../optimizers/mod.ts";

/** Everything that decides one training. */
export interface Job extends RunOptionValues {
  readonly model: Model;
  /** Values of all the model's options. */
  readonly modelOptions: ModelOptions;
  readonly latentSize: number;
  readonly optimizer: OptimizerName;
  readonly learningRate: number;
  /** An integer from 0 to 2³¹ − 1: weights and noise derive from it. */
  readonly seed: number;
  /** Parameters to start from instead of random ones, row-major by name: to resume, or to compare. */
  readonly initialWeights?: Readonly<Record<string, Float32Array>>;
  /** Noise of a training step (from 0) instead of random numbers: to compare with another implementation. */
  readonly noise?: (step: number) => Readonly<Record<string, Float32Array>>;
}

/** The parts of a dataset. */
export type SplitName = "train" | "validation" | "test";

/** The loss and its parts by name, as numbers. */
export type Terms = Readonly<Record<string, number>>;

/** The latent space of a split: posterior means and log variances, row-major [rows, latent size]. */
export interface Encoding {
  readonly mean: Float32Array;
  readonly logVariance: Float32Array;
}

/** Mean and variance of each unit of a normalized layer. */
export interface LayerMoments {
  readonly mean: Float32Array;
  readonly variance: Float32Array;
}

/** One network while it is trained. All calls are synchronous and must come before `dispose`. */
export interface Training {
  /**
   * Takes one optimizer step for each full batch of rows in `order`; the last incomplete one is dropped.
   * Ends early after a step whose loss terms are not all finite, unless told to continue after divergence.
   *
   * @param order Row indices of the training split.
   * @returns The loss terms of each step taken: during warm-up `loss` is the weighted one that is minimized.
   */
  trainEpoch(
    order: Int32Array,
    options?: {
      readonly continueAfterDivergence?: boolean;
      /** Counts from 1: the weight of warm-up depends on it. @default 1 */
      readonly epoch?: number;
    },
  ): readonly Terms[];
  /** The model's own loss over a split in evaluation mode, with the same noise at every call. */
  evaluate(split: SplitName): Terms;
  /** Mean squared error over samples and genes of the posterior mean's reconstruction of a split. */
  reconstructionError(split: SplitName): number;
  /** The same for each sample of a split: mean squared errors over genes, one per row. */
  sampleErrors(split: SplitName): Float32Array;
  encode(split: SplitName): Encoding;
  /**
   * Squared errors, summed over genes, of what latent vectors decode to in evaluation mode.
   *
   * @param rows The row of the split that each vector is compared with.
   * @param latent The vectors, row-major [rows, latent size].
   */
  decodingErrors(split: SplitName, rows: Int32Array, latent: Float32Array): Float32Array;
  /** Remembers the parameters and moving averages as they are now. */
  snapshot(): void;
  /** Returns to what `snapshot` remembered. */
  restore(): void;
  /** Parameters, and moving averages as `<layer>/moving_mean` and `<layer>/moving_variance`. */
  weights(): Record<string, Float32Array>;
  /** Moments that normalized layers use in evaluation, by layer: moving averages, corrected for their start. */
  moments(): Record<string, LayerMoments>;
  dispose(): void;
}

/** A training whose calls may answer later: one that takes its steps together with others. */
export type AwaitedTraining = {
  readonly [Call in keyof Training]: (
    ...given: Parameters<Training[Call]>
  ) => ReturnType<Training[Call]> | Promise<ReturnType<Training[Call]>>;
};

/** Where trainings come from. */
export interface TrainingSource {
  /** Sets up a network for a job, at once or when there is room for it. */
  start(job: Job, dataset: Dataset): AwaitedTraining | Promise<AwaitedTraining>;
}

/** A way to run training steps. */
export interface Engine extends TrainingSource {
  readonly name: "eager" | "graph";
  /** The tfjs backend it runs on: "tensorflow", "wasm" or "cpu". */
  readonly backend: string;
  /** Sets up a network for a job; the dataset is brought to the backend once and kept until another one comes. */
  start(job: Job, dataset: Dataset): Training;
  /** Frees all it holds. */
  dispose(): void;
}

/** Most rows that are evaluated at a time; it bounds memory, and is the sample that MMD is estimated from. */
const EVALUATION_ROWS = 64;

/**
 * Cuts a split into pieces for evaluation: as few as possible and of nearly equal size, since a leftover
 * of one row would leave Info-VAE's discrepancy undefined.
 *
 * @returns Bounds [start, end) of each piece.
 *
 * @example
 * ```ts
 * import { evaluationChunks } from "./engine.ts";
 * if (evaluationChunks(65).join(" ") !== "0,33 33,65") throw new Error("unexpected pieces");
 * ```
 */
export function evaluationChunks(rows: number): readonly (readonly [number, number])[] {
  const count = Math.ceil(rows / EVALUATION_ROWS),
    size = Math.floor(rows / count),
    larger = rows % count;
  return Array.from({ length: count }, (_, i) => {
    const start = i * size + Math.min(i, larger);
    return [start, start + size + (i < larger ? 1 : 0)] as const;
  });
}

/** A split's number in the counter of evaluation noise. */
const SPLIT_NUMBER = { train: 0, validation: 1, test: 2 } as const;

/** Pieces that one split may have: 2²⁴ streams shared out among the splits. */
const CHUNKS_PER_SPLIT = 2 ** 22;

/**
 * The counter of a piece's evaluation noise, so that pieces and splits never share noise.
 *
 * @example
 * ```ts
 * import { evaluationCounter } from "./engine.ts";
 * if (evaluationCounter("test", 1) === evaluationCounter("validation", 1)) throw new Error("shared");
 * ```
 */
export function evaluationCounter(split: SplitName, chunk: number): number {
  return SPLIT_NUMBER[split] * CHUNKS_PER_SPLIT + chunk;
}
