import type { RunJob } from "./plan/run_job.ts";
import { formatLearningRate } from "../format/learning_rate.ts";
import { optionWords } from "../options/mod.ts";
import { optionValue } from "./plan/grid.ts";
import type { SweepAxis } from "./store/axes.ts";

/**
 * A run in a few words, such as `vae latent 50 rmsprop 0.001 KL weight 2`: every further axis that its model has, and its
 * seed and that of its split where they are not 0.
 */
export function describeRun(
  { configuration }: Pick<RunJob, "configuration">,
  axes: readonly SweepAxis[],
): string {
  const { model, latentSize, optimizer, learningRate, seed, splitSeed } = configuration;
  const further = axes.filter(({ role }) => role === "further").flatMap(({ name }) => {
    const value = optionValue(configuration, name);
    return value === null ? [] : `${optionWords(name)} ${value}`;
  });
  const seeded = [
    ...seed === 0 ? [] : [`seed ${seed}`],
    ...splitSeed ? [`split seed ${splitSeed}`] : [],
  ];
  return [
    `${model} latent ${latentSize} ${optimizer} ${formatLearningRate(learningRate)}`,
    ...further,
  ]
    .concat(seeded).join(" ");
}
