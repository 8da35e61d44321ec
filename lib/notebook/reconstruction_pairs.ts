import type { Dataset } from "../data/dataset.ts";
import type { Pairs } from "../plots/density_map.ts";
import { type LiveTraining, trainedBy } from "./train_live.ts";

/**
 * Every value of the test samples with its reconstruction: what a perfect model would put on a line.
 *
 * @throws {Error} If the training diverged.
 *
 * @example
 * ```ts ignore
 * await show(densityMap(reconstructionPairs(trained, dataset), { line: "identity" }));
 * ```
 */
export function reconstructionPairs(trained: LiveTraining, dataset: Dataset): Pairs {
  const { values } = dataset.test;
  return { x: values, y: trainedBy(trained, dataset).reconstruct(values) };
}
