import { isLocked } from "./locking.ts";
import { TEMPORARY } from "./new_file.ts";

/** Milliseconds between making a file and locking it, at the very most. */
const MARGIN = 60_000;

/**
 * Removes the files that killed processes were writing in a folder; those of living processes stay, on other machines
 * too, and so does everything where the file system has no locks.
 *
 * @param folder Files below its folders are left; an absent folder holds nothing.
 */
export function removeLeftOvers(folder: string): void {
  try {
    for (const { name, isFile } of Deno.readDirSync(folder)) {
      if (isFile && TEMPORARY.test(name)) removeLeftOver(`${folder}/${name}`);
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

function removeLeftOver(path: string): void {
  try {
    const { mtime } = Deno.lstatSync(path);
    if (mtime === null || Date.now() - mtime.getTime() < MARGIN) return;
    if (isLocked(path) === false) Deno.removeSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return; // it has just got its name
    if (error instanceof Deno.errors.PermissionDenied) return; // another user's, who removes it
    throw error;
  }
}
