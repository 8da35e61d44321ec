import type { BatchingRule, Operand } from "./batching_rule.ts";
import { add, constantOf, refusal, reshape, shared } from "./operands.ts";

/** A new shape of one training behind the axis of slots. */
const newShape: BatchingRule = ({ graph, slots, inputs, outputs }) => [
  reshape(graph, inputs[0]!, [slots, ...outputs[0]!.shape]),
];

const transpose: BatchingRule = (call) => {
  const order = constantOf(call, 1).map((axis) => axis + 1);
  return add(call, [call.inputs[0]!.name, call.graph.integers([0, ...order])]);
};

const tile: BatchingRule = (call) =>
  add(call, [call.inputs[0]!.name, call.graph.integers([1, ...constantOf(call, 1)])]);

/** Nothing is put around the axis of slots. */
const pad: BatchingRule = (call) => {
  const { graph, inputs } = call, [x] = inputs as [Operand];
  const paddings = graph.integers([0, 0, ...constantOf(call, 1)], [x.shape.length + 1, 2]);
  return add(call, [x.name, paddings, ...inputs.slice(2).map((_, i) => shared(call, i + 2))]);
};

/** A matrix for each slot. */
const diagonal: BatchingRule = (call) => {
  const [x] = call.inputs as [Operand];
  if (x.shape.length !== 1) throw refusal(call, `of ${x.shape.length} axes`);
  return add({ ...call, operation: "MatrixDiag" }, [x.name]);
};

/** Rules of operations that arrange numbers anew. */
export const SHAPES: Readonly<Record<string, BatchingRule>> = {
  Diag: diagonal,
  ExpandDims: newShape,
  MirrorPad: pad,
  PadV2: pad,
  Reshape: newShape,
  Tile: tile,
  Transpose: transpose,
};
