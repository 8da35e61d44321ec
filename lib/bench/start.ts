import type { Dataset } from "../data/dataset.ts";
import { MODELS } from "../models/mod.ts";
import { nativeBackend } from "../tensorflow/native_backend.ts";
import type { Job } from "../training/engine.ts";
import { toJob } from "../training/job.ts";
import { GraphEngine } from "../training/graph_engine.ts";
import { benchDataset } from "./bench_dataset.ts";

/** Which starts to time. */
export interface StartTask {
  readonly models: readonly string[];
  readonly genes: number;
}

/** Seconds until a training's first step is done or may begin. */
export interface StartTimes {
  readonly model: string;
  readonly threads: number;
  /** Whether it is the first graph of its process, which also brings the data to the backend. */
  readonly first: boolean;
  /** Trace, load and the first step of a graph not seen before. */
  readonly newGraph: number;
  /** Before the first step with another learning rate on the same graph. */
  readonly furtherLearningRate: number;
  readonly furtherSeed: number;
}

/**
 * Times how long the graph engine takes to get going: a graph per model, then the same graph with another
 * learning rate and another seed. The native backend must be loaded.
 */
export function* timeStarts({ models, genes }: StartTask, threads: number): Generator<StartTimes> {
  const dataset = benchDataset(350, genes), engine = new GraphEngine(nativeBackend());
  for (const [i, model] of models.entries()) {
    const job = toJob(MODELS[model]!, { learningRate: 1e-4 });
    const newGraph = timeStart(engine, job, dataset).withStep;
    const other = { ...job, learningRate: 1e-5 };
    const furtherLearningRate = timeStart(engine, other, dataset).start;
    const furtherSeed = timeStart(engine, { ...other, seed: 1 }, dataset).start;
    yield { model, threads, first: i === 0, newGraph, furtherLearningRate, furtherSeed };
  }
  engine.dispose();
}

function timeStart(engine: GraphEngine, job: Job, dataset: Dataset) {
  const order = Int32Array.from({ length: job.batchSize }, (_, row) => row);
  const began = performance.now(), training = engine.start(job, dataset);
  const started = performance.now();
  training.trainEpoch(order);
  const stepped = performance.now();
  training.dispose();
  return { start: (started - began) / 1000, withStep: (stepped - began) / 1000 };
}
