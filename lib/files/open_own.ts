import { InputError, storing } from "../errors.ts";

/** Options of {@linkcode openOwn}. */
export interface OpenOwnOptions {
  /** Whether one of another user that may only be read will do, as for a lock that is waited for. @default {false} */
  readonly mayOnlyRead?: boolean;
}

/**
 * Opens a file that is written in place for longer than one process, such as a lock: made where there is none, as it is
 * where there is one. A link is refused, since it may lead to somebody's file.
 *
 * @throws {InputError} If it is a link, or anything else but a file with one name.
 * @throws {StorageError} If it may not be written.
 */
export function openOwn(path: string, { mayOnlyRead = false }: OpenOwnOptions = {}): Deno.FsFile {
  return storing(path, () => {
    try {
      return Deno.openSync(path, { read: true, write: true, createNew: true });
    } catch (error) {
      if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    }
    const named = Deno.lstatSync(path), problem = foreign(path, named);
    if (problem) throw new InputError(`Cannot write ${path}: ${problem}`);
    const file = openExisting(path, mayOnlyRead), { ino, dev } = file.statSync();
    if (ino === named.ino && dev === named.dev) return file;
    file.close();
    throw new InputError(`Cannot write ${path}: it was exchanged just now; try again`);
  });
}

function openExisting(path: string, mayOnlyRead: boolean): Deno.FsFile {
  try {
    return Deno.openSync(path, { read: true, write: true });
  } catch (error) {
    if (mayOnlyRead && error instanceof Deno.errors.PermissionDenied) return Deno.openSync(path);
    throw error;
  }
}

/** Why what has a name is not this program's own file, and what to do; undefined if it is. */
function foreign(path: string, { isSymlink, isFile, nlink }: Deno.FileInfo): string | undefined {
  if (isSymlink) return `it is a link to ${Deno.readLinkSync(path)}; remove the link`;
  if (!isFile) return "it is not a file; remove it";
  if (nlink !== null && nlink > 1) {
    return "the file has another name elsewhere (a hard link); put a copy in its place";
  }
}
