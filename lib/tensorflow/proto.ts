import { requireModule } from "./_package.ts";

/** A protocol buffer message: `setX`, `getX`, `addX` for each of its fields. */
// deno-lint-ignore no-explicit-any -- google-protobuf's generated code has no types
export type ProtoMessage = any;

/** TensorFlow's message types by name, such as `GraphDef`, `NodeDef` and `SavedModel`. */
export interface Proto {
  // deno-lint-ignore no-explicit-any -- a message type also holds nested types and enumerations
  readonly [name: string]: any;
}

/**
 * TensorFlow's protocol buffer messages, which graphs and SavedModels are written in: those that
 * come with `@tensorflow/tfjs-node`. Needs no native library.
 */
export function loadProto(): Proto {
  return requireModule("@tensorflow/tfjs-node/dist/proto/api_pb.js") as Proto;
}
