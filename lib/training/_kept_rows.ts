import * as tf from "@tensorflow/tfjs";
import type { Dataset } from "../data/dataset.ts";
import type { SplitName } from "./engine.ts";
import type { GraphBuilder } from "./graph.ts";
import type { GraphSession } from "./session.ts";

/** The splits in the order in which their rows follow each other where a graph keeps the data. */
const SPLITS = ["train", "validation", "test"] as const;

/** The fetch that sets the variable, and what it is fed. */
const KEEP = "kept", GIVEN = "kept/given";

/** The rows of kept data in front of a split's. */
export function rowsBefore(dataset: Dataset, split: SplitName): number {
  const before = SPLITS.slice(0, SPLITS.indexOf(split));
  return before.reduce((rows, one) => rows + dataset[one].rows, 0);
}

/** Adds a variable for the rows of all splits, which `keepRows` fills; gives its handle. */
export function addKeptRows(graph: GraphBuilder, dataset: Dataset): string {
  const shape = shapeOf(dataset), handle = graph.variable("kept/variable", shape);
  graph.group(KEEP, [graph.assign(handle, graph.placeholder(GIVEN, graph.float, shape))]);
  return handle;
}

/** Has a graph keep the rows of all splits: those of a card are then brought to it once. */
export function keepRows(session: GraphSession, dataset: Dataset): void {
  session.runOnce([KEEP], () => ({ [GIVEN]: tf.tensor2d(allRows(dataset), shapeOf(dataset)) }));
}

function shapeOf(dataset: Dataset): [rows: number, genes: number] {
  return [rowsBefore(dataset, "test") + dataset.test.rows, dataset.genes.length];
}

/** The numbers of all splits in their order, row-major. */
function allRows(dataset: Dataset): Float32Array {
  const [rows, genes] = shapeOf(dataset);
  const all = new Float32Array(rows * genes);
  for (const split of SPLITS) all.set(dataset[split].values, rowsBefore(dataset, split) * genes);
  return all;
}
