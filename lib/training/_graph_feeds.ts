import * as tf from "@tensorflow/tfjs";
import type { Terms } from "./engine.ts";
import type { TrainingGraph } from "./_training_graph.ts";

/** What a graph is fed at a call, by the names of its placeholders. */
export type Feeds = Record<string, tf.Tensor>;

/** An int32 scalar. */
export function integer(value: number): tf.Tensor {
  return tf.scalar(value, "int32");
}

/** Float32 scalars by name. */
export function scalars(values: readonly (readonly [string, number])[]): Feeds {
  return Object.fromEntries(values.map(([name, value]) => [name, tf.scalar(value)]));
}

/** Values that a job gives instead of random ones, as tensors of the shapes that their placeholders have. */
export function givenFeeds(
  { nodes }: TrainingGraph,
  prefix: "initial" | "noise",
  given: Readonly<Record<string, Float32Array>> = {},
): Feeds {
  return Object.fromEntries(
    Object.entries(given).map(([own, values]) => {
      const name = `${prefix}/${own}`, node = nodes.find((candidate) => candidate.name === name);
      if (!node) throw new Error(`Cannot feed ${name}: the graph has no such input`);
      const shape = node.attributes.find((attribute) => attribute.name === "shape")!.value;
      return [name, tf.tensor(values, [...shape as number[]])];
    }),
  );
}

/** Loss terms by their names. */
export function namedTerms(names: readonly string[], values: ArrayLike<number>): Terms {
  return Object.fromEntries(names.map((name, i) => [name, values[i]!]));
}
