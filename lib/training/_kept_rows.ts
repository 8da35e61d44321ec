import type { Dataset } from "../data/dataset.ts";
import type { SplitName } from "./engine.ts";

/** The splits in the order in which their rows follow each other where a graph keeps the data. */
const SPLITS = ["train", "validation", "test"] as const;

/** The rows of kept data in front of a split's. */
export function rowsBefore(dataset: Dataset, split: SplitName): number {
  const before = SPLITS.slice(0, SPLITS.indexOf(split));
  return before.reduce((rows, one) => rows + dataset[one].rows, 0);
}

/** The numbers of all splits in their order, row-major. */
export function allRows(dataset: Dataset): Float32Array {
  const genes = dataset.genes.length, rows = rowsBefore(dataset, "test") + dataset.test.rows;
  const all = new Float32Array(rows * genes);
  for (const split of SPLITS) all.set(dataset[split].values, rowsBefore(dataset, split) * genes);
  return all;
}
