import type { ParameterSpec } from "../models/network.ts";
import { PURPOSE, stream } from "../random.ts";
import type { GraphBuilder } from "./graph.ts";
import { uniformBounds } from "./_parameters.ts";

/** Where a parameter's start is drawn from: its place among the network's, and the node of a run's seed. */
export interface InitialSource {
  readonly index: number;
  readonly seed: string;
}

/** The node of a parameter's start: the numbers of `initialValues`, drawn in the graph. */
export function addInitialValue(
  graph: GraphBuilder,
  { shape, initial }: ParameterSpec,
  { index, seed }: InitialSource,
): string {
  if ("constant" in initial) return graph.fill(shape, initial.constant);
  const { low, width } = uniformBounds(initial.fanIn);
  const counter = graph.integers([stream(PURPOSE.initialWeights, index)], []);
  const unit = graph.random("StatelessRandomUniform", shape, graph.pack([seed, counter]));
  const scaled = graph.float32("Mul", [unit, graph.floats([width])]);
  return graph.float32("AddV2", [scaled, graph.floats([low])]);
}
