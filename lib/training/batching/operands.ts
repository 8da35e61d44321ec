import type { OpAttribute } from "../../tensorflow/native_backend.ts";
import type { GraphBuilder } from "../graph.ts";
import type { BatchedCall, Operand } from "./batching_rule.ts";
import { NoBatchingRule } from "./no_batching_rule.ts";

/** Adds the call's operation with other inputs, and other attributes where they are given. */
export function add(
  { graph, operation, attributes, outputs }: BatchedCall,
  inputs: readonly string[],
  changed: readonly OpAttribute[] = attributes,
): string[] {
  const name = graph.add(operation, inputs, changed);
  return outputs.map((_, i) => i ? `${name}:${i}` : name);
}

/** An operand that broadcasts against results of `rank`: ones go between the axis of slots and its own axes. */
export function aligned(call: BatchedCall, operand: Operand, rank: number): string {
  const missing = rank - operand.shape.length;
  if (!operand.batched || missing <= 0) return operand.name;
  const ones = Array<number>(missing).fill(1);
  return reshape(call.graph, operand, [call.slots, ...ones, ...operand.shape]);
}

/** An operand with the axis of slots; one without is repeated. */
export function withSlots(
  { graph, slots }: Pick<BatchedCall, "graph" | "slots">,
  { name, shape, dtype, batched }: Operand,
): string {
  return batched ? name : broadcast(graph, { name, dtype }, [slots, ...shape]);
}

/** A node's value repeated to a shape. */
export function broadcast(graph: GraphBuilder, value: Value, shape: readonly number[]): string {
  const attributes = [graph.type("T", value.dtype), graph.type("Tidx", graph.int)];
  return graph.add("BroadcastTo", [value.name, graph.integers(shape)], attributes);
}

/** A node's value in another shape. */
export function reshape(graph: GraphBuilder, value: Value, shape: readonly number[]): string {
  const attributes = [graph.type("T", value.dtype), graph.type("Tshape", graph.int)];
  return graph.add("Reshape", [value.name, graph.integers(shape)], attributes);
}

type Value = Pick<Operand, "name" | "dtype">;

/** An input that all slots share. */
export function shared(call: BatchedCall, input: number): string {
  const { name, batched } = call.inputs[input]!;
  if (batched) throw refusal(call, `with input ${input} different in each`);
  return name;
}

/** Content of a constant input, such as axes. */
export function constantOf(call: BatchedCall, input: number): number[] {
  const values = call.inputs[input]!.values;
  if (!values) throw refusal(call, `with input ${input} computed`);
  return Array.from(values());
}

/** An axis of one training as one behind the axis of slots. */
export function shifted(axis: number, rank: number): number {
  return (axis < 0 ? axis + rank : axis) + 1;
}

/** The call's attributes with one whole number replaced. */
export function withWhole(
  { graph, attributes }: BatchedCall,
  name: string,
  change: (value: number) => number,
): OpAttribute[] {
  return attributes.map((one) =>
    one.name === name ? graph.whole(name, change(Number(one.value))) : one
  );
}

/** An error that says what of the call's operation has no rule. */
export function refusal({ subject, operation }: BatchedCall, what: string): NoBatchingRule {
  return new NoBatchingRule(subject, `${operation} ${what}`);
}
