import type { Dataset } from "../data/dataset.ts";
import type { Pairs } from "../plots/density_map.ts";
import { reconstruct } from "./reconstruct.ts";
import type { TrainedModel } from "./train_live.ts";

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
export function reconstructionPairs(trained: TrainedModel, dataset: Dataset): Pairs {
  return { x: dataset.test.values, y: reconstruct(trained, dataset) };
}
