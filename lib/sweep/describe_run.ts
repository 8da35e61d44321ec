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

/** The same of a row of the results. */
export function describeRow(
  row: Readonly<Record<string, unknown>>,
  axes: readonly SweepAxis[],
): string {
  const { model, latent_size, optimizer, learning_rate, seed, split_seed } = row;
  const further = axes.filter(({ role }) => role === "further").flatMap(({ name, column }) => {
    const value = row[column] ?? null;
    return value === null ? [] : [`${optionWords(name)} ${value}`];
  });
  return [
    `${model} latent ${latent_size} ${optimizer} ${formatLearningRate(Number(learning_rate))}`,
    ...further,
    ...seed === 0 ? [] : [`seed ${seed}`],
    ...split_seed === undefined || split_seed === seed ? [] : [`split seed ${split_seed}`],
  ].join(" ");
}
