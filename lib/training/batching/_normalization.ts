import type { BatchingRule, Operand } from "./batching_rule.ts";
import { aligned, refusal, withSlots } from "./operands.ts";

/** Batch normalization with given moments, one multiplication and addition at a time: [rows, height, width, channels]. */
const fusedBatchNorm: BatchingRule = (call) => {
  const { graph, inputs, attributes } = call;
  const [, , , mean, variance] = inputs as [Operand, Operand, Operand, Operand, Operand];
  const valueOf = (name: string) => attributes.find((one) => one.name === name)?.value;
  if (valueOf("is_training")) throw refusal(call, "in training");
  const [x, scale, offset, center, spread] = inputs.map((one) => aligned(call, one, 4));
  const epsilon = graph.floats([Number(valueOf("epsilon"))]);
  const root = graph.float32("Rsqrt", [graph.float32("AddV2", [spread!, epsilon])]);
  const factor = graph.float32("Mul", [root, scale!]);
  const scaled = graph.float32("Mul", [graph.float32("Sub", [x!, center!]), factor]);
  const moments = [withSlots(call, mean), withSlots(call, variance)];
  const result = graph.float32("AddV2", [scaled, offset!]);
  return [result, ...moments, ...moments];
};

/** Rules of normalizations. */
export const NORMALIZATIONS: Readonly<Record<string, BatchingRule>> = {
  FusedBatchNorm: fusedBatchNorm,
};
