import { isLocked } from "./locking.ts";
import { TEMPORARY } from "./new_file.ts";
import { FOLDER_LOCK } from "./temporary_folder.ts";

/** Milliseconds between making a file, or a folder, and locking it, at the very most. */
const MARGIN = 60_000;

/**
 * Removes the files and temporary folders that killed processes were writing in a folder; those of living processes stay,
 * on other machines too, and so does everything where the file system has no locks.
 *
 * @param folder What is below its other folders is left; an absent folder holds nothing.
 */
export function removeLeftOvers(folder: string): void {
  try {
    for (const { name, isFile, isDirectory } of Deno.readDirSync(folder)) {
      if (!TEMPORARY.test(name)) continue;
      const path = `${folder}/${name}`;
      if (isFile) removeLeftOver(path, () => isLocked(path) === false);
      if (isDirectory) removeLeftOver(path, () => isAbandoned(path));
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/** Whether a folder's process has ended; without a lock it was killed before it made one. */
function isAbandoned(folder: string): boolean {
  try {
    return isLocked(`${folder}/${FOLDER_LOCK}`) === false;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return true;
    throw error;
  }
}

function removeLeftOver(path: string, isLeft: () => boolean): void {
  try {
    const { mtime } = Deno.lstatSync(path);
    if (mtime === null || Date.now() - mtime.getTime() < MARGIN) return;
    if (isLeft()) Deno.removeSync(path, { recursive: true });
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return; // it has just got its name
    if (error instanceof Deno.errors.PermissionDenied) return; // another user's, who removes it
    throw error;
  }
}
