import type { AwaitedTraining, Job, Terms, TrainingSource } from "../../lib/training/engine.ts";
import type { Dataset } from "../../lib/data/dataset.ts";

/** A source of trainings that notes the loss terms of each one's steps, by job. */
export function recordedSteps(source: TrainingSource) {
  const taken = new Map<string, Terms[]>();
  const start = async (job: Job, dataset: Dataset): Promise<AwaitedTraining> => {
    const training = await source.start(job, dataset), steps: Terms[] = [];
    taken.set(nameOf(job), steps);
    const trainEpoch = training.trainEpoch.bind(training);
    return Object.assign(training, {
      async trainEpoch(...given: Parameters<typeof trainEpoch>) {
        const terms = await trainEpoch(...given);
        steps.push(...terms);
        return terms;
      },
    });
  };
  return { source: { start }, taken };
}

/** What tells a job from others of its shape. */
export function nameOf(
  { optimizer, learningRate, seed }: Pick<Job, "optimizer" | "learningRate" | "seed">,
) {
  return `${optimizer} ${learningRate} ${seed}`;
}
