import { waitForLock } from "../files/locking.ts";
import { openOwn } from "../files/open_own.ts";
import { withProgress } from "./_progress.ts";

/**
 * Does some work while no other process does; the kernel frees the lock even of a killed one. Where the file system has no
 * locks it is done at once.
 */
export async function withLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  using file = openOwn(path);
  await withProgress("Waiting for another set-up of TensorFlow to end", waitForLock(file));
  return await work();
}
