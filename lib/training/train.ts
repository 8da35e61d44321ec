import type { Dataset } from "../data/dataset.ts";
import type { PreparedDataset } from "../data/prepare.ts";
import type { Model, ModelOptions } from "../models/model.ts";
import { mean } from "../numbers/mean.ts";
import { allUsed, lastEpochOf, optionsOf, type RunOptionValues } from "../options/run_options.ts";
import { permutation, PURPOSE, stream } from "../random.ts";
import { afterEpoch, STOPPING_START } from "./early_stopping.ts";
import { checkJobOptions } from "./_check_job.ts";
import { toJob } from "./job.ts";
import type { Engine, Job, Terms, Training } from "./engine.ts";
import { collectGarbage } from "./_garbage.ts";
import { jobSpecs } from "./_parameters.ts";
import { TrainedModel } from "./trained_model.ts";

type Studied = Pick<Job, "latentSize" | "optimizer" | "learningRate" | "seed">;

/** What may be chosen for a training; docs/options.md has all options with their defaults, which are the study's. */
export interface TrainOptions extends Partial<RunOptionValues>, Partial<Studied> {
  /** The engine that takes the steps; see `openEngine`. */
  readonly engine: Engine;
  /** Values of the model's own options; those left out keep the model's defaults. */
  readonly modelOptions?: ModelOptions;
  /** Whether the result has the trained network. @default true */
  readonly keepModel?: boolean;
  /** Called after each epoch; training waits for it. */
  readonly onEpoch?: (epoch: EpochRecord) => void | Promise<void>;
  /** Called with the training before it is disposed, at the epoch that is reported: null for a diverged one. */
  readonly onEnd?: (training: Training, bestEpoch: number | null) => void | Promise<void>;
}

/** One point of the learning curves. */
export interface EpochRecord {
  /** Counts from 1. */
  readonly epoch: number;
  /** Means over the epoch's steps, in training mode. */
  readonly train: Terms;
  /** The loss and its parts on the validation split, in evaluation mode. */
  readonly validation: Terms;
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
  /** Early stopping ended it, the cap on epochs did, or a loss was not finite. */
  readonly status: "converged" | "max_epochs" | "diverged";
  /** Epochs begun. */
  readonly epochs: number;
  /** The epoch that the metrics belong to. */
  readonly bestEpoch: number | null;
  readonly train: Terms | null;
  readonly validation: Terms | null;
  readonly test: Terms | null;
  /** Mean squared error of the posterior mean's reconstruction on the test split; the comparable metric. */
  readonly testMse: number | null;
  /** 1 − squared error / squared deviation from the training means, on the test split. */
  readonly testR2: number | null;
  readonly divergence: Divergence | null;
  readonly history: readonly EpochRecord[];
  readonly steps: number;
  readonly seconds: number;
  readonly stepsPerSecond: number;
  /** The network of the reported epoch; null if the training diverged, or {@linkcode TrainOptions.keepModel} is false. */
  readonly trained: TrainedModel | null;
}

/**
 * Trains a model on a dataset until early stopping, a cap or divergence ends it, and measures the best
 * epoch's network on all splits.
 *
 * @param model Any model, registered or your own.
 * @param dataset A prepared cohort.
 * @returns The outcome; divergence is one, not an error.
 * @throws {InputError} If an option lies outside its domain or a batch exceeds the training split.
 *
 * @example
 * ```ts
 * import * as tf from "@tensorflow/tfjs";
 * import type { Dataset } from "../data/dataset.ts";
 * import { vae } from "../models/mod.ts";
 * import { normal } from "../random.ts";
 * import { EagerEngine } from "./eager_engine.ts";
 * import { train } from "./train.ts";
 * await tf.setBackend("cpu");
 * const split = (rows: number, stream: number) => ({
 *   rows, values: normal([0, stream], rows * 10), samples: [], cancerTypes: [],
 * });
 * const dataset: Dataset = {
 *   name: "toy", hash: "", genes: Array(10).fill("gene"),
 *   train: split(16, 0), validation: split(4, 1), test: split(4, 2),
 * };
 * const result = await train(vae, dataset, {
 *   engine: new EagerEngine(), latentSize: 2, hiddenSize: 4, batchSize: 8, maxEpochs: 2,
 * });
 * if (result.history.length !== 2 || result.steps !== 4) throw new Error("unexpected length");
 * ```
 */
export async function train(
  model: Model,
  dataset: Dataset,
  options: TrainOptions,
): Promise<TrainingResult> {
  const job = toJob(model, options), began = performance.now();
  checkJobOptions(job);
  const { fixedEpochs } = job, { onEpoch, onEnd } = options;
  const training = options.engine.start(job, dataset);
  try {
    const outcome = await runEpochs(training, job, dataset, onEpoch);
    const seconds = (performance.now() - began) / 1000;
    const measured = measure(training, dataset, outcome, fixedEpochs !== null);
    await onEnd?.(training, measured.bestEpoch);
    const kept = measured.bestEpoch !== null && (options.keepModel ?? true);
    const { status, epochs, divergence, history, steps, epochSeconds } = outcome;
    return {
      status,
      epochs,
      ...measured,
      divergence,
      history,
      steps,
      seconds,
      stepsPerSecond: epochSeconds > 0 ? steps / epochSeconds : 0,
      trained: kept ? trainedModel(training, job, dataset) : null,
    };
  } finally {
    training.dispose();
    collectGarbage();
  }
}

/** What is kept of a training before it is disposed. */
function trainedModel(training: Training, job: Job, dataset: Dataset): TrainedModel {
  const { model, initialWeights: _, noise: __, ...options } = job, values = training.weights();
  const weights = Object.entries(jobSpecs(job, dataset)).map(([name, { shape }]) =>
    [name, { shape, values: values[name]! }] as const
  );
  const { means = null, standardDeviations = null, scale = null } = dataset as Partial<
    PreparedDataset
  >;
  return new TrainedModel({
    model,
    options,
    weights: Object.fromEntries(weights),
    moments: training.moments(),
    dataset: { name: dataset.name, hash: dataset.hash },
    genes: dataset.genes,
    means,
    standardDeviations,
    scale,
  });
}

type Outcome =
  & Pick<TrainingResult, "status" | "epochs" | "divergence" | "history" | "steps">
  & { readonly bestEpoch: number | null; readonly epochSeconds: number };

async function runEpochs(
  training: Training,
  job: Job,
  dataset: Dataset,
  onEpoch: TrainOptions["onEpoch"],
): Promise<Outcome> {
  const { maxEpochs, fixedEpochs, patience, minDelta, ...unused } = optionsOf("stopping", job);
  const lastEpoch = lastEpochOf({ maxEpochs, fixedEpochs });
  allUsed(unused);
  const history: EpochRecord[] = [];
  let state = STOPPING_START, steps = 0, divergence: Divergence | null = null;
  let epochSeconds = 0, began = 0;
  const seconds = () => (performance.now() - began) / 1000;
  const end = (status: Outcome["status"], epochs: number): Outcome => ({
    status: divergence ? "diverged" : status,
    epochs,
    bestEpoch: divergence ? null : fixedEpochs ?? state.bestEpoch,
    divergence,
    history,
    steps,
    // A diverged epoch leaves no record but took its steps.
    epochSeconds: history.length < epochs ? epochSeconds + seconds() : epochSeconds,
  });
  for (let epoch = 1; epoch <= lastEpoch; epoch++) {
    began = performance.now();
    const order = permutation([job.seed, stream(PURPOSE.shuffle, epoch)], dataset.train.rows);
    const taken = training.trainEpoch(order, { continueAfterDivergence: fixedEpochs !== null });
    const bad = taken.findIndex((terms) => nonFinite(terms) !== undefined);
    if (bad >= 0) divergence ??= { epoch, step: steps + bad + 1, part: nonFinite(taken[bad]!)! };
    steps += taken.length;
    if (divergence && !fixedEpochs) return end("diverged", epoch);
    const validation = training.evaluate("validation"), part = nonFinite(validation);
    if (part) divergence ??= { epoch, step: steps, part: `validation ${part}` };
    if (divergence && !fixedEpochs) return end("diverged", epoch);
    const record = { epoch, train: meanTerms(taken), validation, seconds: seconds() };
    epochSeconds += record.seconds;
    history.push(record);
    await onEpoch?.(record);
    if (fixedEpochs) continue;
    state = afterEpoch(state, validation.loss!, { patience, minDelta });
    if (state.improved) training.snapshot();
    if (state.stop) return end("converged", epoch);
  }
  return end("max_epochs", lastEpoch);
}

/** The first part of a loss that is not finite: the parts before the loss they add up to. */
function nonFinite(terms: Terms): string | undefined {
  const parts = Object.keys(terms).filter((name) => name !== "loss");
  return [...parts, "loss"].find((name) => !Number.isFinite(terms[name]));
}

function meanTerms(steps: readonly Terms[]): Terms {
  const names = Object.keys(steps[0] ?? {});
  return Object.fromEntries(names.map((name) => [
    name,
    mean(steps.map((terms) => terms[name]!)),
  ]));
}

function measure(
  training: Training,
  dataset: Dataset,
  { bestEpoch }: Outcome,
  fixed: boolean,
): Pick<TrainingResult, "bestEpoch" | "train" | "validation" | "test" | "testMse" | "testR2"> {
  if (bestEpoch === null) {
    return { bestEpoch, train: null, validation: null, test: null, testMse: null, testR2: null };
  }
  if (!fixed) training.restore();
  const testMse = training.reconstructionError("test");
  return {
    bestEpoch,
    train: training.evaluate("train"),
    validation: training.evaluate("validation"),
    test: training.evaluate("test"),
    testMse,
    testR2: 1 - testMse / meanSquare(dataset.test.values),
  };
}

function meanSquare(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return sum / values.length;
}
