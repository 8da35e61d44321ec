import type { Dataset } from "../data/dataset.ts";
import { MODELS } from "../models/mod.ts";
import type { TrainingSource } from "../training/engine.ts";
import { train, type TrainOptions } from "../training/train.ts";
import { benchDataset } from "./bench_dataset.ts";
import { populationEngine } from "./_population_engine.ts";
import type { PopulationSizes } from "./population_task.ts";

/** Trainings whose losses are compared. */
export interface LossesTask extends PopulationSizes {
  readonly epochs: number;
}

/** The losses of one training: of each epoch and split, and its test error. */
export interface PopulationLosses {
  readonly training: string;
  /** Trained alone. */
  readonly alone: readonly number[];
  /** Trained in one population with the others. */
  readonly together: readonly number[];
}

type Choice = Required<Pick<TrainOptions, "optimizer" | "learningRate" | "seed">>;

/** They share a graph and differ in all that a population's slots may differ in. */
const CHOICES: readonly Choice[] = [
  { optimizer: "adam", learningRate: 1e-3, seed: 0 },
  { optimizer: "adam", learningRate: 1e-4, seed: 1 },
  { optimizer: "sgd", learningRate: 1e-6, seed: 2 },
  { optimizer: "rmsprop", learningRate: 1e-4, seed: 3 },
];

/** Trains four VAEs alone and in one population of four slots. The native backend must be loaded. */
export async function* populationLosses(task: LossesTask): AsyncGenerator<PopulationLosses> {
  const dataset = benchDataset(task.samples, task.genes), alone: number[][] = [];
  const single = populationEngine(1), population = populationEngine(CHOICES.length);
  for (const choice of CHOICES) alone.push(await losses(choice, task, dataset, single));
  single.dispose();
  const together = await Promise.all(
    CHOICES.map((choice) => losses(choice, task, dataset, population)),
  );
  population.dispose();
  for (const [i, { optimizer, learningRate }] of CHOICES.entries()) {
    const training = `${optimizer}, ${learningRate}`;
    yield { training, alone: alone[i]!, together: together[i]! };
  }
}

async function losses(
  choice: Choice,
  { hiddenSize, latentSize, batchSize, epochs }: LossesTask,
  dataset: Dataset,
  engine: TrainingSource,
): Promise<number[]> {
  const sizes = { hiddenSize, latentSize, batchSize };
  const given = { ...choice, ...sizes, engine, fixedEpochs: epochs, keepModel: false };
  const { history, train: trained, validation, test, testMse } = await train(
    MODELS.vae!,
    dataset,
    given,
  );
  const curves = history.flatMap((epoch) => [epoch.train.loss!, epoch.validation.loss!]);
  return [...curves, trained!.loss!, validation!.loss!, test!.loss!, testMse!];
}
