import type { RunConfiguration } from "./grid.ts";

/**
 * Which of a sweep's datasets a run is trained on: its split's seed, such as "0", and its number of genes where
 * the sweep varies that: "0, 1000 genes". sweep.json has their hashes by this key.
 *
 * @example
 * ```ts
 * import { datasetKey } from "./dataset_key.ts";
 * if (datasetKey({ seed: 3 }) !== "3" || datasetKey({ seed: 3, splitSeed: 1 }) !== "1") throw new Error("wrong key");
 * ```
 */
export function datasetKey(
  { seed, splitSeed = seed, genes }: Pick<RunConfiguration, "seed" | "splitSeed" | "genes">,
): string {
  return `${splitSeed}${genes === undefined ? "" : `, ${genes} genes`}`;
}
