import { hostname } from "node:os";
import { InputError, storing } from "../../errors.ts";
import { tryLock } from "./_locking.ts";
import { writeAll } from "./write_all.ts";

/**
 * Makes this process the only one that runs sweeps in a folder. It is a kernel lock: however this process
 * ends, the folder is free again at once.
 *
 * @param folder The result folder; it is made.
 * @throws {InputError} If another process has it; names its host, process and start.
 * @throws {StorageError} If the disk is full.
 */
export function lockFolder(folder: string): Disposable {
  makeFolder(folder);
  const path = `${folder}/sweep.lock`;
  const options = { create: true, read: true, write: true };
  const file = storing(path, () => Deno.openSync(path, options)), locked = tryLock(file);
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
    file.truncateSync(0);
    storing(path, () => writeAll(file, new TextEncoder().encode(text)));
  } catch (error) {
    file.close();
    throw error;
  }
  return {
    [Symbol.dispose]() {
      file.truncateSync(0);
      file.unlockSync();
      file.close();
    },
  };
}

function makeFolder(folder: string): void {
  try {
    Deno.mkdirSync(folder, { recursive: true });
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) {
      throw new InputError(
        `--out: got "${folder}", where this program may not write; choose a folder inside outputs/, such as outputs/mine`,
      );
    }
    if (
      error instanceof Deno.errors.PermissionDenied || error instanceof Deno.errors.NotADirectory
    ) {
      throw new InputError(
        `--out: got "${folder}", which cannot be made a folder: ${error.message}`,
      );
    }
    throw error;
  }
}
