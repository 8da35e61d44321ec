import { createHash } from "node:crypto";
import { basename, join, resolve } from "node:path";
import { unlessMissing, writeWhole } from "../files.ts";
import { cachePath, hashFile } from "./_cache.ts";
import { ContentWatch } from "./content_watch.ts";
import { fileState } from "./_file_state.ts";

/**
 * Hex SHA-256 of a file's bytes, from the cache where the file is still the one that was hashed: same inode,
 * size, and times of change, which no program can set back. Large files then start in no time. Of a folder, that of
 * its files' names and contents.
 *
 * @param files The paths of all that is read, where that is not one file. @default {a folder's files}
 */
export async function contentHash(
  path: string,
  cache: string,
  files: readonly string[] | undefined = membersOf(path),
): Promise<string> {
  if (files) {
    const hashes = files.map(async (file) => [basename(file), await contentHash(file, cache)]);
    return createHash("sha256").update(JSON.stringify(await Promise.all(hashes))).digest("hex");
  }
  const hash = await fileHash(path, cache);
  ContentWatch.current?.add(path, hash);
  return hash;
}

async function fileHash(path: string, cache: string): Promise<string> {
  const note = cachePath(cache, "content", resolve(path)).replace(/\.bin$/, ".json");
  const before = await settledIdentity(path), known = await readNote(note);
  if (before !== undefined && known?.identity === before) return known.hash;
  const hash = await hashFile(path), after = await settledIdentity(path);
  if (after !== undefined && after === before) writeNote(note, { identity: after, hash });
  return hash;
}

/** Paths of the files of a folder, in order; undefined for a file. */
export function membersOf(path: string): string[] | undefined {
  const isFolder = unlessMissing(() => Deno.statSync(path).isDirectory, false);
  if (!isFolder) return undefined;
  const names = [...Deno.readDirSync(path)].filter(({ isFile }) => isFile).map(({ name }) => name);
  return names.sort().map((name) => join(path, name));
}

interface Note {
  readonly identity: string;
  readonly hash: string;
}

/** Undefined where a change need not show. */
async function settledIdentity(path: string): Promise<string | undefined> {
  const state = await fileState(path);
  return state?.isSettled ? state.identity : undefined;
}

async function readNote(path: string): Promise<Note | undefined> {
  try {
    const note = JSON.parse(await Deno.readTextFile(path));
    return /^[0-9a-f]{64}$/.test(note?.hash) ? note : undefined;
  } catch {
    return undefined; // none, or not readable: the file is hashed
  }
}

function writeNote(path: string, note: Note): void {
  try {
    writeWhole(path, JSON.stringify(note));
  } catch {
    // A cache that cannot be written is reported where it matters.
  }
}
