import type { Value } from "../../options/mod.ts";

/** What a sweep varies: every combination is a run. */
export interface Axes {
  readonly models: readonly string[];
  readonly learningRates: readonly number[];
  readonly latentSizes: readonly number[];
  readonly optimizers: readonly string[];
  readonly seeds: readonly number[];
  /** Seeds of the splits, each of which every seed is run on; absent where each seed has a split of its own. */
  readonly splitSeeds?: readonly number[];
  /** Any other option of a model, the network or the training, by its name in camelCase. */
  readonly further?: Readonly<Record<string, readonly Value[]>>;
}

/** One value for all runs, by the option's name in camelCase; null stands for no value. */
export type Fixed = Readonly<Record<string, Value | null>>;
