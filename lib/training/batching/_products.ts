import type { BatchingRule } from "./batching_rule.ts";
import { add, aligned, refusal } from "./operands.ts";

/** TensorFlow broadcasts the axes in front of the last two, that of slots among them. */
const batchMatMul: BatchingRule = (call) => {
  const rank = Math.max(...call.inputs.map(({ shape }) => shape.length));
  return add(call, call.inputs.map((input) => aligned(call, input, rank)));
};

/** The axis of slots has a letter of its own, the first that the equation does not use. */
const einsum: BatchingRule = (call) => {
  const { graph, attributes, inputs } = call;
  const equation = String(attributes.find(({ name }) => name === "equation")?.value);
  const letter = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"].find((one) => !equation.includes(one));
  const [left, right] = equation.split("->");
  if (!letter || right === undefined) throw refusal(call, equation);
  const terms = left!.split(",").map((term, i) => inputs[i]!.batched ? letter + term : term);
  const changed = graph.text("equation", `${terms}->${letter}${right}`);
  const names = inputs.map(({ name }) => name);
  return add(call, names, attributes.map((one) => one.name === "equation" ? changed : one));
};

/** Rules of products. */
export const PRODUCTS: Readonly<Record<string, BatchingRule>> = {
  BatchMatMulV2: batchMatMul,
  Einsum: einsum,
};
