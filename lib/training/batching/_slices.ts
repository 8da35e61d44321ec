import type { BatchingRule, Operand } from "./batching_rule.ts";
import { add, constantOf, shifted, withSlots, withWhole } from "./operands.ts";

const slice: BatchingRule = (call) => {
  const { graph, slots, inputs } = call;
  const begin = graph.integers([0, ...constantOf(call, 1)]);
  return add(call, [inputs[0]!.name, begin, graph.integers([slots, ...constantOf(call, 2)])]);
};

/** All of the axis of slots in front of what is taken of the others; masks have one bit for each entry, the first lowest. */
const stridedSlice: BatchingRule = (call) => {
  const { graph, inputs } = call;
  const [begin, end, strides] = [1, 2, 3].map((input) => constantOf(call, input));
  const bounds = [[0, ...begin!], [0, ...end!], [1, ...strides!]];
  const attributes = call.attributes.map((one) => {
    if (!one.name.endsWith("_mask")) return one;
    const all = one.name === "begin_mask" || one.name === "end_mask";
    return graph.whole(one.name, Number(one.value) * 2 + Number(all));
  });
  return add(call, [inputs[0]!.name, ...bounds.map((one) => graph.integers(one))], attributes);
};

const concat: BatchingRule = (call) => {
  const parts = call.inputs.slice(0, -1), rank = parts[0]!.shape.length;
  const [axis] = constantOf(call, parts.length);
  const along = call.graph.integers([shifted(axis!, rank)], []);
  return add(call, [...parts.map((part) => withSlots(call, part)), along]);
};

const pack: BatchingRule = (call) => {
  const rank = call.outputs[0]!.shape.length;
  const attributes = withWhole(call, "axis", (axis) => shifted(axis, rank));
  return add(call, call.inputs.map((input) => withSlots(call, input)), attributes);
};

const unpack: BatchingRule = (call) => {
  const [x] = call.inputs as [Operand];
  return add(call, [x.name], withWhole(call, "axis", (axis) => shifted(axis, x.shape.length)));
};

const split: BatchingRule = (call) => {
  const { graph, inputs } = call, [x] = inputs as [Operand], [axis] = constantOf(call, 2);
  const sizes = graph.integers(constantOf(call, 1));
  return add(call, [x.name, sizes, graph.integers([shifted(axis!, x.shape.length)], [])]);
};

/** Rules of operations that take tensors apart and put them together. */
export const SLICES: Readonly<Record<string, BatchingRule>> = {
  ConcatV2: concat,
  Pack: pack,
  Slice: slice,
  SplitV: split,
  StridedSlice: stridedSlice,
  Unpack: unpack,
};
