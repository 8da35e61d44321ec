// temporary
// deno-lint-ignore-file no-explicit-any
import { createRequire } from "node:module";
import util from "node:util";
(util as any).isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
export type NativeBackend = any;
const require = createRequire(import.meta.url);
export const loadProto = () => require("@tensorflow/tfjs-node/dist/proto/api_pb.js");
export async function load(): Promise<NativeBackend> {
  const tf: any = (await import("@tensorflow/tfjs-node")).default;
  return { binding: tf.backend().binding, backend: tf.backend() };
}
