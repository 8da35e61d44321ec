import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { dirname, resolve } from "node:path";
import { accessError, InputError, StorageError } from "../errors.ts";
import { waitForLock } from "../files/locking.ts";
import { openOwn } from "../files/open_own.ts";
import { removeLeftOvers } from "../files/remove_left_overs.ts";
import { requireCache } from "./require_cache.ts";
import { streamProblem } from "../files.ts";

/** Where parsed and prepared data are kept, below the current folder; may be deleted at any time. */
export const DEFAULT_CACHE = ".cache/data";

/** Hex SHA-256 of a file's bytes. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  try {
    const problem = streamProblem(path);
    if (problem !== undefined) throw new InputError(`Cannot read ${path}: ${problem}`);
    for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 20 })) {
      hash.update(chunk);
    }
  } catch (error) {
    const code = (error as { code?: string }).code;
    if (code === "ENOENT") throw new InputError(`Cannot read ${path}: there is no such file`);
    if (code === "EISDIR") throw new InputError(`Cannot read ${path}: it is a folder`);
    throw accessError(error, path) ?? error;
  }
  return hash.digest("hex");
}

/** An absolute path in the cache for what these parts decide. */
export function cachePath(cache: string, kind: string, ...parts: unknown[]): string {
  const key = createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 24);
  return resolve(cache, `${kind}-${key}.bin`);
}

/** Loads a cache file; where there is none, or a damaged one, makes it, one process at a time. */
export async function cached<T>(
  path: string,
  load: (path: string) => Promise<T>,
  make: () => Promise<T>,
  save: (value: T, path: string) => Promise<void>,
): Promise<{ value: T; from: "cache" | "made" | "damaged" }> {
  if (await exists(path)) {
    const value = await loadIntact(path, load);
    if (value !== undefined) return { value, from: "cache" };
  }
  using lock = openLock(path);
  // Without locks (some network file systems) two processes may do the same work; the result is the same.
  await waitForLock(lock);
  removeLeftOvers(dirname(path));
  const before = await exists(path), value = before ? await loadIntact(path, load) : undefined;
  if (value !== undefined) return { value, from: "cache" };
  const made = await make();
  await save(made, path);
  return { value: made, from: before ? "damaged" : "made" };
}

function openLock(path: string): Deno.FsFile {
  try {
    requireCache(dirname(path));
    return openOwn(`${path}.lock`, { mayOnlyRead: true }); // another user may be at it
  } catch (error) {
    if (error instanceof StorageError || error instanceof InputError) throw error;
    throw new InputError(
      `Cannot keep prepared data in ${dirname(path)}: ${(error as Error).message}; name a cache ` +
        "folder that can be written",
      { cause: error },
    );
  }
}

async function loadIntact<T>(path: string, load: (path: string) => Promise<T>) {
  try {
    return await load(path);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    if (error instanceof Deno.errors.NotADirectory) return false; // openLock says so to the user
    throw error;
  }
}
