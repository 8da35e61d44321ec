import { isCurrent, readBuild } from "./_build.ts";
import { packageFolder } from "./_package.ts";
import { requireReadable } from "./_readable.ts";

/**
 * Whether the native TensorFlow of this release is there, so that the set-up would have nothing to do. Loads nothing.
 *
 * @throws {InputError} If another user installed the packages and this one may not read them.
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
  const folder = packageFolder("@tensorflow/tfjs-node");
  if (!isCurrent(await readBuild(folder))) return false;
  requireReadable(folder);
  return true;
}
