import { hostname } from "node:os";
import { InputError, storing } from "../../errors.ts";
import { makeFolder } from "../../files/make_folder.ts";
import { tryLock } from "../../files/locking.ts";
import { openOwn } from "../../files/open_own.ts";
import { removeLeftOvers } from "../../files/remove_left_overs.ts";
import { writeAll } from "../../files/write_all.ts";
import { ownFolders } from "./_own_folders.ts";

/**
 * Makes this process the only one that runs sweeps in a folder. It is a kernel lock: however this process
 * ends, the folder is free again at once. What killed processes were writing in it is removed.
 *
 * @param folder The result folder; it is made.
 * @throws {InputError} If another process has it; names its host, process and start. If a link is in its place.
 * @throws {StorageError} If the disk is full.
 */
export function lockFolder(folder: string): Disposable {
  makeResultFolder(folder);
  const path = `${folder}/sweep.lock`;
  const file = openOwn(path), locked = tryLock(file);
  if (locked === undefined) {
    file.close();
    throw new InputError(
      `Cannot run a sweep in ${folder}: its file system has no locks; choose an --out on another file system`,
    );
  }
  if (!locked) {
    const holder = Deno.readTextFileSync(path).trim() || "another process";
    file.close();
    throw new InputError(
      `Cannot run a sweep in ${folder}: ${holder} is running one there; wait for it or choose another --out`,
    );
  }
  const text = `process ${Deno.pid} on ${hostname()}, started ${new Date().toISOString()}\n`;
  try {
    for (const { path } of ownFolders(folder)) removeLeftOvers(path);
    storing(path, () => {
      file.truncateSync(0);
      writeAll(file, new TextEncoder().encode(text));
    });
  } catch (error) {
    file.close();
    throw error;
  }
  return {
    [Symbol.dispose]() {
      try {
        file.truncateSync(0);
      } catch {
        // The lock is what counts: on a failing disk the name of an ended process stays, and misleads nobody.
      }
      file.unlockSync();
      file.close();
    },
  };
}

function makeResultFolder(folder: string): void {
  try {
    makeFolder(folder);
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) {
      throw new InputError(
        `--out: got "${folder}", where this program may not write; choose a folder inside outputs/, such as outputs/mine`,
      );
    }
    throw error;
  }
}
