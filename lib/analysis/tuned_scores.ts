import { InputError } from "../errors.ts";
import {
  type Configuration,
  configurations,
  type ConfigurationsOptions,
  weightedScore,
} from "./configurations.ts";
import { axisOf } from "./group_results.ts";
import type { Level } from "./axis.ts";
import type { Results } from "./results.ts";

/** Each competitor's scores over the levels of the tuned axis, within one block of all other axes. */
export interface TunedBlock {
  /** The other axes and their levels. */
  readonly block: Readonly<Record<string, Level>>;
  /** Per level of the compared axis, one configuration per level of the tuned axis that has an outcome. */
  readonly competitors: readonly (readonly Configuration[])[];
}

/**
 * Arranges the results for a fair comparison: blocks of everything but the compared axis (such as the optimizer) and the
 * axis each competitor may tune for itself (such as the learning rate; one that does not vary leaves nothing to tune).
 *
 * @param response One number per run, NaN for failed runs.
 * @throws {InputError} If the compared axis does not vary, no run has an outcome, or a competitor has none in a block.
 */
export function tunedBlocks(
  results: Results,
  response: Float64Array,
  { compare, tune, ...options }: { compare: string; tune: string } & ConfigurationsOptions,
): TunedBlock[] {
  const compared = results.axes.indexOf(axisOf(results, compare));
  const others = results.axes.map((axis, i) => ({ axis, i }))
    .filter(({ axis, i }) => i !== compared && axis.name !== tune);
  const blocks = new Map<
    string,
    { block: Record<string, Level>; competitors: Configuration[][] }
  >();
  for (const configuration of configurations(results, response, options)) {
    const id = others.map(({ i }) => configuration.codes[i]).join();
    if (!blocks.has(id)) {
      const block = Object.fromEntries(
        others.map(({ axis }) => [axis.name, configuration.levels[axis.name]!]),
      );
      blocks.set(id, { block, competitors: results.axes[compared]!.levels.map(() => []) });
    }
    blocks.get(id)!.competitors[configuration.codes[compared]!]!.push(configuration);
  }
  if (blocks.size === 0) {
    throw new InputError(`Cannot compare ${compare}s: every run is missing or failed`);
  }
  for (const { block, competitors } of blocks.values()) {
    const absent = competitors.findIndex((tried) => tried.length === 0);
    if (absent < 0) continue;
    throw new InputError(
      `Cannot compare ${compare}s: ${results.axes[compared]!.levels[absent]} has no outcome at ` +
        `${Object.entries(block).map(([name, level]) => `${name} ${level}`).join(", ")}; finish ` +
        "the sweep or leave that level out",
    );
  }
  return [...blocks.values()];
}

/** The first of the configurations with the lowest merit; null of none. Diverged ones stand where the treatment puts them. */
export function lowestMerit(tried: readonly Configuration[]): Configuration | null {
  return tried.reduce<Configuration | null>(
    (best, next) => best === null || next.merit < best.merit ? next : best,
    null,
  );
}

/**
 * The configuration that is chosen: the one of lowest merit, null if none has any or all of them diverged with every seed;
 * of equals the first.
 *
 * @param weights Weights of the seeds, of which those of weight 0 take no part in the choice. @default equal weights
 */
export function bestOf(
  tried: readonly Configuration[],
  weights?: Float64Array,
): Configuration | null {
  let best: Configuration | null = null, least = Infinity;
  for (const configuration of tried) {
    const merit = weights ? weightedScore(configuration.choice, weights) : configuration.merit;
    if (!(merit < least) || configuration.diverged === configuration.outcomes) continue;
    least = merit;
    best = configuration;
  }
  return best;
}
