import type { BatchedCall, BatchingRule, Operand } from "./batching_rule.ts";
import {
  add,
  broadcast,
  constantOf,
  reshape,
  shared,
  shifted,
  withSlots,
  withWhole,
} from "./operands.ts";

/** Shared indices take the same of each slot; else every slot has its own, as `batch_dims` does it. */
const gather: BatchingRule = (call) => {
  const { graph, inputs, attributes } = call, [x, indices] = inputs as [Operand, Operand];
  const along = shifted(constantOf(call, 2)[0]!, x.shape.length);
  const axis = graph.integers([along], []);
  const batches = attributes.find(({ name }) => name === "batch_dims")?.value;
  if (!indices.batched && !batches) return add(call, [x.name, indices.name, axis]);
  const deeper = withWhole(call, "batch_dims", (count) => shifted(count, indices.shape.length));
  return add(call, [withSlots(call, x), withSlots(call, indices), axis], deeper);
};

const gatherNd: BatchingRule = (call) => {
  const [x, indices] = call.inputs as [Operand, Operand];
  return add(call, [x.name, x.batched ? numbered(call, indices) : indices.name]);
};

const scatterNd: BatchingRule = (call) => {
  const { graph, slots, inputs } = call, [indices, updates] = inputs as [Operand, Operand];
  const shape = graph.integers([slots, ...constantOf(call, 2)]);
  return add(call, [numbered(call, indices), withSlots(call, updates), shape]);
};

const tensorScatterUpdate: BatchingRule = (call) => {
  const [x, indices, updates] = call.inputs as [Operand, Operand, Operand];
  return add(call, [withSlots(call, x), numbered(call, indices), withSlots(call, updates)]);
};

/** Indices of several axes with the number of their slot in front: [slots, …, 1 + axes]. */
function numbered(call: BatchedCall, indices: Operand): string {
  const { graph, slots } = call, leading = indices.shape.slice(0, -1);
  const column = { name: slotNumbers(call, leading.length + 1), dtype: graph.int };
  const numbers = broadcast(graph, column, [slots, ...leading, 1]);
  return graph.add("ConcatV2", [numbers, withSlots(call, indices), graph.integers([-1], [])], [
    graph.whole("N", 2),
    graph.type("T", graph.int),
    graph.type("Tidx", graph.int),
  ]);
}

/** The number of each slot times `scale`, with as many ones as axes behind. */
function slotNumbers({ graph, slots }: BatchedCall, ones: number, scale = 1): string {
  const numbers = Array.from({ length: slots }, (_, slot) => slot * scale);
  return graph.integers(numbers, [slots, ...Array(ones).fill(1)]);
}

/** Segments of all slots one after the other; a negative one, which takes no part, stays negative. */
const segmentSum: BatchingRule = (call) => {
  const { graph, slots, inputs, outputs } = call, [x, segments] = inputs as [Operand, Operand];
  const [count] = constantOf(call, 2), rank = segments.shape.length;
  const int = [graph.type("T", graph.int)], own = segments.name;
  const later = graph.add("AddV2", [own, slotNumbers(call, rank, count)], int);
  const absent = graph.add("Less", [own, graph.integers([0], [])], int);
  const all = graph.add("SelectV2", [absent, graph.integers([-1], []), later], int);
  const total = graph.integers([slots * count!], []);
  const [sums] = add(call, [withSlots(call, x), all, total]);
  return [reshape(graph, { name: sums!, dtype: x.dtype }, [slots, ...outputs[0]!.shape])];
};

/** Indices of all slots, the depth and the two values shared; the new axis is the last. */
const oneHot: BatchingRule = (call) => {
  const attributes = withWhole(call, "axis", (axis) => axis < 0 ? axis : axis + 1);
  return add(call, [call.inputs[0]!.name, ...[1, 2, 3].map((i) => shared(call, i))], attributes);
};

/** Rules of operations that are given places. */
export const GATHERS: Readonly<Record<string, BatchingRule>> = {
  GatherNd: gatherNd,
  GatherV2: gather,
  OneHot: oneHot,
  ScatterNd: scatterNd,
  TensorScatterUpdate: tensorScatterUpdate,
  UnsortedSegmentSum: segmentSum,
};
