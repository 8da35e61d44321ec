import type { RunJob } from "./execute/protocol.ts";

/**
 * A run in a few words, such as `iwae latent 50 rmsprop 0.001`; with its seed where that is not 0.
 *
 * @example
 * ```ts
 * import { describeRun } from "./describe_run.ts";
 * import { expandGrid, POSTER_GRID } from "./plan/grid.ts";
 * const [configuration] = expandGrid({ ...POSTER_GRID, seeds: [3] });
 * const words = describeRun({ configuration: configuration! });
 * if (words !== "vae latent 10 adam 0.1 seed 3") throw new Error(words);
 * ```
 */
export function describeRun({ configuration }: Pick<RunJob, "configuration">): string {
  const { model, latentSize, optimizer, learningRate, seed } = configuration;
  return `${model} latent ${latentSize} ${optimizer} ${learningRate}${seed ? ` seed ${seed}` : ""}`;
}
