import type { Dataset } from "../data/dataset.ts";
import type { PreparedDataset } from "../data/prepare.ts";
import type { Model, ModelOptions } from "../models/model.ts";
import { InputError } from "../errors.ts";
import { meanSquare } from "../numbers/mean_square.ts";
import { RUN_OPTIONS, type RunOptionValues, STUDY_OPTIONS } from "../options/mod.ts";
import { checkJobOptions } from "./_check_job.ts";
import { toJob } from "./job.ts";
import type { AwaitedTraining, Job, TrainingSource } from "./engine.ts";
import { errorLimit } from "./error_limit.ts";
import { collectGarbage } from "./_garbage.ts";
import { testLogLikelihood } from "./_log_likelihood.ts";
import { jobSpecs } from "./_parameters.ts";
import { type Outcome, runEpochs } from "./_run_epochs.ts";
import { TrainedModel } from "./trained_model.ts";
import type { EpochRecord, TrainingResult } from "./training_result.ts";

type Studied = Pick<Job, "latentSize" | "optimizer" | "learningRate" | "seed">;

/** What may be chosen for a training; docs/options.md has all options with their defaults, which are the study's. */
export interface TrainOptions extends Partial<RunOptionValues>, Partial<Studied> {
  /** The engine that takes the steps; see `openEngine`. */
  readonly engine: TrainingSource;
  /** Values of the model's own options; those left out keep the model's defaults. */
  readonly modelOptions?: ModelOptions;
  /** Whether the result has the trained network. @default true */
  readonly keepModel?: boolean;
  /** Called after each epoch; training waits for it. */
  readonly onEpoch?: (epoch: EpochRecord) => void | Promise<void>;
  /** Called with the training before it is disposed, at the epoch that is reported: null for a diverged one. */
  readonly onEnd?: (training: AwaitedTraining, bestEpoch: number | null) => void | Promise<void>;
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
  checkNames(options);
  const job = toJob(model, options), began = performance.now();
  checkJobOptions(job);
  const { onEpoch, onEnd } = options;
  const training = await options.engine.start(job, dataset);
  try {
    const outcome = await runEpochs(training, job, dataset, onEpoch);
    const seconds = (performance.now() - began) / 1000;
    const measured = await measure(training, job, dataset, outcome);
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
      trained: kept ? await trainedModel(training, job, dataset) : null,
    };
  } finally {
    await training.dispose();
    collectGarbage();
  }
}

/** What is kept of a training before it is disposed. */
async function trainedModel(
  training: AwaitedTraining,
  job: Job,
  dataset: Dataset,
): Promise<TrainedModel> {
  const { model, initialWeights: _, noise: __, ...options } = job;
  const values = await training.weights(), moments = await training.moments();
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
    moments,
    dataset: { name: dataset.name, hash: dataset.hash },
    genes: dataset.genes,
    means,
    standardDeviations,
    scale,
    errorLimit: errorLimit(
      await training.sampleErrors("train"),
      await training.sampleErrors("validation"),
    ),
  });
}

type Measured = Pick<
  TrainingResult,
  | "bestEpoch"
  | ("train" | "validation" | "test")
  | ("validationMse" | "testMse" | "testR2" | "testLogLikelihood")
>;

async function measure(
  training: AwaitedTraining,
  job: Job,
  dataset: Dataset,
  { bestEpoch, history }: Outcome,
): Promise<Measured> {
  if (bestEpoch === null) {
    const losses = { train: null, validation: null, test: null };
    const metrics = { validationMse: null, testMse: null, testR2: null, testLogLikelihood: null };
    return { bestEpoch, ...losses, ...metrics };
  }
  const fixed = job.fixedEpochs !== null; // for benchmarks, which take no yardstick beside the losses
  if (!fixed) await training.restore();
  const testMse = await training.reconstructionError("test");
  const { validationMse } = history[bestEpoch - 1]!;
  return {
    bestEpoch,
    train: await training.evaluate("train"),
    validation: await training.evaluate("validation"),
    test: await training.evaluate("test"),
    validationMse,
    testMse,
    testR2: 1 - testMse / meanSquare(dataset.test.values),
    testLogLikelihood: fixed
      ? null
      : await testLogLikelihood(training, job, dataset, validationMse),
  };
}

/** What a training is told beside the options of the tables. */
const OTHERS = ["engine", "modelOptions", "keepModel", "onEpoch", "onEnd"];

/** A misspelt option would be ignored, and the training be another one than meant. */
function checkNames(options: TrainOptions): void {
  const { model: _, ...studied } = STUDY_OPTIONS;
  const known = [...OTHERS, ...Object.keys(studied), ...Object.keys(RUN_OPTIONS)];
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new InputError(
    `Cannot train with ${unknown}: the options are ${
      known.join(", ")
    }; a model's own go into modelOptions`,
  );
}
