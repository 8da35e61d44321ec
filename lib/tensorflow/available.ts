import { readBuild } from "./_build.ts";
import type { Backend } from "./load.ts";
import { packageFolder } from "./_package.ts";

/**
 * The backend that `loadTensorFlow` would choose: the native one where it is set up, else WebAssembly.
 * Loads nothing.
 *
 * @example
 * ```ts
 * import { availableBackend } from "./available.ts";
 * const { backend, tensorflow } = await availableBackend();
 * if ((backend === "tensorflow") !== (tensorflow !== null)) throw new Error("unexpected version");
 * ```
 */
export async function availableBackend(): Promise<
  { readonly backend: Backend; readonly tensorflow: string | null }
> {
  const build = await readBuild(packageFolder("@tensorflow/tfjs-node"));
  return build
    ? { backend: "tensorflow", tensorflow: build.tensorflow }
    : { backend: "wasm", tensorflow: null };
}
