import { isCurrent, readBuild } from "./_build.ts";
import { packageFolder } from "./_package.ts";

/**
 * Whether the native TensorFlow of this release is there, so that the set-up would have nothing to do. Loads nothing.
 *
 * @example
 * ```ts
 * import { availableBackend } from "./available.ts";
 * import { isSetUp } from "./is_set_up.ts";
 * const { backend } = await availableBackend();
 * if (await isSetUp() && backend !== "tensorflow") throw new Error("set up, but not available");
 * ```
 */
export async function isSetUp(): Promise<boolean> {
  return isCurrent(await readBuild(packageFolder("@tensorflow/tfjs-node")));
}
