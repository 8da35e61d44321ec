import * as tf from "@tensorflow/tfjs";
import type { OpAttribute as Attribute } from "../tensorflow/native_backend.ts";
import type { GraphBuilder } from "./graph.ts";

/** Attributes that tfjs-node leaves for TensorFlow to infer, which a graph has to spell out. */
export const INFERRED: Readonly<
  Record<string, (graph: GraphBuilder, inputs: readonly number[]) => Attribute[]>
> = {
  ExpandDims: (graph, [T, Tdim]) => [graph.type("T", T!), graph.type("Tdim", Tdim!)],
  LogicalAnd: () => [],
  LogicalNot: () => [],
  LogicalOr: () => [],
};

/** Operations that draw numbers from their own state: the same seed would not give the same run. */
export const UNSEEDED = new Set([
  "Multinomial",
  "RandomStandardNormal",
  "RandomUniform",
  "TruncatedNormal",
]);

/** The shape of a batched matrix product. */
export function productShape(
  attributes: readonly Attribute[],
  inputs: readonly tf.TensorInfo[],
): number[] {
  const adjoint = (name: string) =>
    Boolean(attributes.find((attribute) => attribute.name === name)?.value);
  const [a, b] = inputs.map(({ shape }) => shape) as [number[], number[]];
  const leading = tf.broadcast_util.assertAndGetBroadcastShape(a.slice(0, -2), b.slice(0, -2));
  return [...leading, a.at(adjoint("adj_x") ? -1 : -2)!, b.at(adjoint("adj_y") ? -2 : -1)!];
}

/** Operations as TensorFlow's graph optimizer knows them, so that it fuses products with bias and relu. */
export function rewrite(
  operation: string,
  attributes: readonly Attribute[],
  inputs: readonly { readonly shape: readonly number[] }[],
): { operation: string; attributes: readonly Attribute[] } {
  if (operation === "Add") return { operation: "AddV2", attributes };
  if (operation !== "BatchMatMulV2" || inputs.some(({ shape }) => shape.length !== 2)) {
    return { operation, attributes };
  }
  const renamed: Record<string, string> = { adj_x: "transpose_a", adj_y: "transpose_b" };
  return {
    operation: "MatMul",
    attributes: attributes.map((attribute) => ({
      ...attribute,
      name: renamed[attribute.name] ?? attribute.name,
    })),
  };
}
