import { median } from "../numbers/median.ts";
import { MODELS } from "../models/mod.ts";
import { nativeBackend } from "../tensorflow/native_backend.ts";
import type { AwaitedTraining, Job } from "../training/engine.ts";
import { toJob } from "../training/job.ts";
import { benchDataset } from "./bench_dataset.ts";
import { populationEngine } from "./_population_engine.ts";
import type { PopulationTask, PopulationTimes } from "./population_task.ts";

/**
 * Times steps of populations of VAEs: each slot has its own seed and learning rate, and its optimizer. Only steps are
 * timed, no evaluation. The native backend must be loaded.
 *
 * @throws {Error} If a step was not taken or a loss is not finite: the times would not be those of a training.
 */
export async function* timePopulations(task: PopulationTask): AsyncGenerator<PopulationTimes> {
  const dataset = benchDataset(task.samples, task.genes), { rows } = dataset.train;
  const order = Int32Array.from({ length: rows }, (_, row) => row);
  const steps = Math.floor(rows / task.batchSize);
  for (const slots of task.slots) {
    const engine = populationEngine(slots), began = performance.now();
    const trainings = await Promise.all(
      jobs(task, slots).map((job) => engine.start(job, dataset)),
    );
    await epoch(trainings, order, steps);
    const first = performance.now() - began, times: number[] = [];
    for (let round = 0; round <= task.rounds; round++) {
      const start = performance.now();
      await epoch(trainings, order, steps);
      if (round > 0) times.push((performance.now() - start) / steps);
    }
    const milliseconds = median(times);
    await Promise.all(trainings.map((training) => training.dispose()));
    engine.dispose();
    yield {
      slots,
      optimizers: task.optimizers.join(", "),
      device: nativeBackend().binding.isUsingGpuDevice() ? "gpu" : "cpu",
      milliseconds,
      // Of the first epoch, what its other steps took is known.
      newGraph: (first - (steps - 1) * milliseconds) / 1000,
    };
  }
}

/** Rates small enough for every loss to stay finite, SGD's too. */
function jobs(task: PopulationTask, slots: number): Job[] {
  const { hiddenSize, latentSize, batchSize, optimizers } = task;
  return Array.from({ length: slots }, (_, slot) =>
    toJob(MODELS.vae!, {
      ...{ hiddenSize, latentSize, batchSize, seed: slot },
      optimizer: optimizers[slot % optimizers.length]!,
      learningRate: 1e-7 * (1 + slot / slots),
    }));
}

async function epoch(trainings: readonly AwaitedTraining[], order: Int32Array, steps: number) {
  const taken = await Promise.all(trainings.map((training) => training.trainEpoch(order)));
  for (const [slot, terms] of taken.entries()) {
    const loss = terms.at(-1)?.loss;
    if (terms.length === steps && Number.isFinite(loss)) continue;
    throw new Error(`Cannot time slot ${slot}: ${terms.length} of ${steps} steps, loss ${loss}`);
  }
}
