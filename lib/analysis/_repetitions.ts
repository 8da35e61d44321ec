import { type Axis, toAxis } from "./axis.ts";

/** What repeats a configuration. */
export interface Repetitions {
  /**
   * The unit of noise: the split of the samples. It is the seed where each seed draws its own split; of several seeds on
   * one split none says anything new about other splits, so they count as one unit, by their mean.
   */
  readonly seed: Axis;
  /** What tells the runs of one configuration apart: the seed, or each seed of each split where these are crossed. */
  readonly repetition: Axis;
}

/** @param columns Those of the results; without `split_seed`, as earlier versions wrote them, each seed has its split. */
export function repetitionsOf(
  seeds: readonly unknown[],
  splits: readonly unknown[] = seeds,
): Repetitions {
  const seed = toAxis("seed", seeds);
  if (splits.every((split, run) => (split ?? seeds[run]) === seeds[run])) {
    return { seed, repetition: seed };
  }
  const split = toAxis("split_seed", splits.map((split, run) => split ?? seeds[run]));
  const pairs = toAxis(
    "split_seed",
    Array.from(split.codes, (code, run) => code * seed.levels.length + seed.codes[run]!),
  );
  const levels = pairs.levels.map((pair) => {
    const place = Number(pair), inner = seed.levels.length;
    return `${split.levels[Math.floor(place / inner)]}, seed ${seed.levels[place % inner]}`;
  });
  return { seed: split, repetition: { ...pairs, levels } };
}
