import type { BatchingRule } from "./batching_rule.ts";
import { add, aligned, refusal, withSlots } from "./operands.ts";

/** Ranks are aligned behind the axis of slots; what has no such axis broadcasts as it is. */
const broadcasting: BatchingRule = (call) => {
  const rank = Math.max(...call.inputs.map(({ shape }) => shape.length));
  return add(call, call.inputs.map((input) => aligned(call, input, rank)));
};

/** For operations that take equal shapes only. */
const equalShapes: BatchingRule = (call) =>
  add(call, call.inputs.map((input) => withSlots(call, input)));

/** Those of all slots first, then the others one by one, so that none is repeated in memory. */
const addN: BatchingRule = (call) => {
  const { graph, inputs } = call;
  const names = (batched: boolean) =>
    inputs.filter((input) => input.batched === batched).map(({ name }) => name);
  const type = graph.type("T", inputs[0]!.dtype), [first, ...more] = names(true);
  const count = graph.whole("N", more.length + 1);
  const sum = more.length ? graph.add("AddN", [first!, ...more], [type, count]) : first!;
  return [names(false).reduce((sum, name) => graph.add("AddV2", [sum, name], [type]), sum)];
};

/** Where the three have equal shapes SelectV2 gives the same, and it broadcasts what all slots share. */
const select: BatchingRule = (call) => {
  const [condition, ...values] = call.inputs.map(({ shape }) => shape.join());
  if (values.some((shape) => shape !== condition)) throw refusal(call, "of different shapes");
  return broadcasting({ ...call, operation: "SelectV2" });
};

const BROADCASTING = [
  ..."Abs Acos Acosh Asin Asinh Atan Atanh Cast Ceil Cos Cosh Elu Erf Exp Expm1 Floor IsFinite"
    .split(" "),
  ..."IsInf IsNan LeakyRelu Log Log1p LogicalNot Neg OnesLike Reciprocal Relu Relu6 Round".split(
    " ",
  ),
  ..."Rsqrt Selu Sigmoid Sign Sin Sinh Softplus Sqrt Square Tan Tanh ZerosLike".split(" "),
  ..."AddV2 Atan2 Equal FloorDiv FloorMod Greater GreaterEqual Less LessEqual".split(
    " ",
  ),
  ..."LogicalAnd LogicalOr Maximum Minimum Mul NotEqual Pow RealDiv SquaredDifference Sub".split(
    " ",
  ),
] as const;

/** Rules of operations on one or more numbers at a time. */
export const ELEMENT_WISE: Readonly<Record<string, BatchingRule>> = {
  ...Object.fromEntries(BROADCASTING.map((operation) => [operation, broadcasting])),
  AddN: addN,
  EluGrad: equalShapes,
  Select: select,
};
