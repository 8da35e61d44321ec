import type { BatchingRule } from "./batching_rule.ts";

/** One operation for each slot: libraries have no kernel for several filters, or pools, at once. */
const unrolled: BatchingRule = (call) => {
  const { graph, slots, inputs, operation, attributes } = call;
  const taken = inputs.map(({ name, dtype, batched }) => {
    if (!batched) return () => name;
    const count = graph.whole("num", slots), axis = graph.whole("axis", 0);
    const own = graph.add("Unpack", [name], [count, graph.type("T", dtype), axis]);
    return (slot: number) => slot ? `${own}:${slot}` : own;
  });
  const results = Array.from(
    { length: slots },
    (_, slot) => graph.add(operation, taken.map((take) => take(slot)), attributes),
  );
  return [graph.pack(results, graph.float)];
};

/** Rules of convolutions and pools, which give one tensor of float32. */
export const UNROLLED: Readonly<Record<string, BatchingRule>> = {
  AvgPool: unrolled,
  AvgPoolGrad: unrolled,
  Conv2D: unrolled,
  Conv2DBackpropFilter: unrolled,
  Conv2DBackpropInput: unrolled,
  DepthwiseConv2dNative: unrolled,
  DepthwiseConv2dNativeBackpropFilter: unrolled,
  DepthwiseConv2dNativeBackpropInput: unrolled,
  MaxPool: unrolled,
  MaxPoolGrad: unrolled,
};
