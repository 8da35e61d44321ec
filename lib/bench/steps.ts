import * as tf from "@tensorflow/tfjs";
import type { Dataset } from "../data/dataset.ts";
import { MODELS } from "../models/mod.ts";
import { nativeBackend } from "../tensorflow/native_backend.ts";
import { EagerEngine } from "../training/eager_engine.ts";
import type { Engine, Job, Training } from "../training/engine.ts";
import { toJob } from "../training/job.ts";
import { GraphEngine } from "../training/graph_engine.ts";
import type { OptimizerName } from "../optimizers/mod.ts";
import { stepFloor } from "./step_floor.ts";
import { benchDataset } from "./bench_dataset.ts";
import { type Contender, interleave } from "./interleave.ts";
import { median } from "../numbers/median.ts";
import { minimizeStep } from "./minimize_step.ts";
import { pairedRatio } from "./paired_ratio.ts";

/** Which steps to time, and how long. */
export interface StepsTask {
  readonly models: readonly string[];
  readonly optimizers: readonly OptimizerName[];
  readonly latentSizes: readonly number[];
  readonly genes: number;
  readonly hiddenSize: number;
  readonly batchSize: number;
  /** Rounds that are timed. */
  readonly rounds: number;
}

/** What was timed; `products` are a step's large matrix products alone, one tfjs call each. */
export type StepContender = "graph" | "floor" | "products" | "eager" | "minimize";

/** Times of one model's step with one optimizer at one latent size. */
export interface StepTimes {
  readonly model: string;
  readonly optimizer: string;
  readonly latentSize: number;
  readonly threads: number;
  /** Medians per step. */
  readonly milliseconds: Readonly<Record<StepContender, number>>;
  /** Medians over rounds of the ratio within a round. */
  readonly ratios: {
    /** How many times as fast the graph engine is as `optimizer.minimize`. */
    readonly minimizeToGraph: number;
    readonly eagerToGraph: number;
    readonly graphToFloor: number;
    /** Above 1: the floor does all its products, and the updates beside them. */
    readonly floorToProducts: number;
  };
  /** Speed of the matrix products alone. */
  readonly gigaflops: number;
}

/** Small enough for every loss to stay finite, SGD's too. */
const LEARNING_RATE = 1e-7;

/** Steps that the graph engine takes in one call of `trainEpoch`: as on a cohort of 350 samples. */
const STEPS_PER_EPOCH = 3;

/**
 * Times a training step in every way there is, in turn, for each model, optimizer and latent size.
 * The native backend must be loaded; its threads are those that this process was started with.
 *
 * @throws {Error} If a loss is not finite: the times would not be those of a training.
 */
export function* timeSteps(task: StepsTask, threads: number): Generator<StepTimes> {
  const { hiddenSize, batchSize } = task;
  const dataset = benchDataset(Math.ceil(STEPS_PER_EPOCH * batchSize / 0.7) + 1, task.genes);
  const engines = { graph: new GraphEngine(nativeBackend()), eager: new EagerEngine() };
  for (const model of task.models) {
    for (const latentSize of task.latentSizes) {
      for (const optimizer of task.optimizers) {
        const choice = {
          latentSize,
          hiddenSize,
          batchSize,
          optimizer,
          learningRate: LEARNING_RATE,
        };
        const job = toJob(MODELS[model]!, choice);
        yield { model, optimizer, latentSize, threads, ...timeJob(job, dataset, engines, task) };
      }
    }
  }
  engines.graph.dispose();
  engines.eager.dispose();
}

function timeJob(
  job: Job,
  dataset: Dataset,
  engines: Record<"graph" | "eager", Engine>,
  task: StepsTask,
): Pick<StepTimes, "milliseconds" | "ratios" | "gigaflops"> {
  const { batchSize, hiddenSize, optimizer } = job, { genes } = task;
  const samples = Number(job.modelOptions.samples ?? 1);
  const graph = engines.graph.start(job, dataset), eager = engines.eager.start(job, dataset);
  const data = tf.tensor2d(dataset.train.values, [dataset.train.rows, genes]);
  const plain = minimizeStep(job, data);
  const floor = stepFloor(nativeBackend(), {
    ...{ genes, hidden: hiddenSize, batch: batchSize, samples, optimizer },
  });
  const products = largeProducts({ genes, hiddenSize, batchSize, samples });
  const rows = Int32Array.from({ length: batchSize }, (_, row) => row);
  const times = interleave({
    graph: epochOf(graph, batchSize),
    floor: repeat(floor.run, STEPS_PER_EPOCH),
    products: repeat(products.run, STEPS_PER_EPOCH),
    eager: { run: () => requireFinite(eager.trainEpoch(rows)[0]!.loss!, job) },
    minimize: { run: () => requireFinite(plain.step(rows), job) },
  }, { rounds: task.rounds }) as Record<StepContender, number[]>;
  for (const one of [graph, eager, plain, floor, products]) one.dispose();
  data.dispose();
  return summarize(times, products.operations);
}

function epochOf(training: Training, batchSize: number): Contender {
  const order = Int32Array.from({ length: STEPS_PER_EPOCH * batchSize }, (_, row) => row);
  return {
    run: () => void training.trainEpoch(order, { continueAfterDivergence: true }),
    units: STEPS_PER_EPOCH,
  };
}

function repeat(run: () => void, units: number): Contender {
  return {
    units,
    run: () => {
      for (let i = 0; i < units; i++) run();
    },
  };
}

function requireFinite(loss: number, { model, optimizer }: Job): void {
  if (Number.isFinite(loss)) return;
  throw new Error(`Cannot time ${model.name} with ${optimizer}: its loss is ${loss}`);
}

/** The five large products of a step as tfjs calls: nothing can be left out of them. */
function largeProducts(sizes: {
  readonly genes: number;
  readonly hiddenSize: number;
  readonly batchSize: number;
  readonly samples: number;
}) {
  const { genes, hiddenSize, batchSize, samples } = sizes, rows = batchSize * samples;
  const filled = (...shape: [number, number]) => tf.fill(shape, 0.01);
  const x = filled(batchSize, genes), h = filled(batchSize, hiddenSize);
  const k = filled(rows, hiddenSize), y = filled(rows, genes);
  const encoder = filled(genes, hiddenSize), decoder = filled(hiddenSize, genes);
  const run = () => {
    tf.matMul(x, encoder).dispose();
    tf.matMul(k, decoder).dispose();
    tf.matMul(y, decoder, false, true).dispose();
    tf.matMul(x, h, true).dispose();
    tf.matMul(k, y, true).dispose();
  };
  const operations = 2 * genes * hiddenSize * (2 * batchSize + 3 * rows);
  return { run, operations, dispose: () => tf.dispose([x, h, k, y, encoder, decoder]) };
}

function summarize(times: Record<StepContender, number[]>, operations: number) {
  const { graph, floor, products, eager, minimize } = times;
  const milliseconds = Object.fromEntries(
    Object.entries(times).map(([name, values]) => [name, median(values)]),
  ) as Record<StepContender, number>;
  return {
    milliseconds,
    ratios: {
      minimizeToGraph: pairedRatio(minimize, graph),
      eagerToGraph: pairedRatio(eager, graph),
      graphToFloor: pairedRatio(graph, floor),
      floorToProducts: pairedRatio(floor, products),
    },
    gigaflops: operations / milliseconds.products / 1e6,
  };
}
