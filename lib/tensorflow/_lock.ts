import { openOwn } from "../files/open_own.ts";
import { withProgress } from "./_progress.ts";

/** Does some work while no other process does; the kernel frees the lock even of a killed one. */
export async function withLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  using file = openOwn(path);
  await withProgress("Waiting for another set-up of TensorFlow to end", file.lock(true));
  return await work();
}
