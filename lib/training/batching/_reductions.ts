import type { BatchingRule, Operand } from "./batching_rule.ts";
import { add, constantOf, shared, shifted } from "./operands.ts";

/** Along the axes, or the one axis, of the second input. */
const alongAxes: BatchingRule = (call) => {
  const { graph, inputs } = call, [x, axes] = inputs as [Operand, Operand];
  const along = constantOf(call, 1).map((axis) => shifted(axis, x.shape.length));
  return add(call, [x.name, graph.integers(along, axes.shape)]);
};

/** Along the last axis, which stays the last. */
const alongLast: BatchingRule = (call) =>
  add(call, [call.inputs[0]!.name, ...call.inputs.slice(1).map((_, i) => shared(call, i + 1))]);

/** Rules of operations along some axes. */
export const REDUCTIONS: Readonly<Record<string, BatchingRule>> = {
  All: alongAxes,
  Any: alongAxes,
  ArgMax: alongAxes,
  ArgMin: alongAxes,
  Cumprod: alongAxes,
  Cumsum: alongAxes,
  Max: alongAxes,
  Mean: alongAxes,
  Min: alongAxes,
  Prod: alongAxes,
  ReverseV2: alongAxes,
  Softmax: alongLast,
  Sum: alongAxes,
  TopKV2: alongLast,
};
