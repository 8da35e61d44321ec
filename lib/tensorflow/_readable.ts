import { InputError, userName } from "../errors.ts";
import { shellWord } from "../format/shell_word.ts";

/** What of a package is loaded, unlike its documentation. */
const PROGRAM = /\.([cm]?js|json|node|so[.\d]*)$/;

/**
 * Refuses packages that another user installed and that this one may not read, before a run fails on that: some are
 * published with modes that let only their owner's group read them. Whoever owns the packages reads them all.
 *
 * @param packageFolder The folder of tfjs-node, beside which are the packages that it needs.
 * @throws {InputError} It names the file, the owner and what that user can do.
 */
export function requireReadable(packageFolder: string): void {
  const owner = Deno.build.os === "windows" ? null : Deno.statSync(packageFolder).uid;
  if (owner === null || owner === Deno.uid() || Deno.uid() === 0) return;
  const unreadable = findUnreadable(packageFolder.replace(/(.*\/node_modules)\/.*$/, "$1"));
  if (unreadable === undefined) return;
  const all = packageFolder.replace(/(\/node_modules)\/.*$/, "$1");
  throw new InputError(
    `Cannot use TensorFlow as ${userName()}: access to ${unreadable} is denied; user ${owner}, who installed it, ` +
      `can give it to all users with \`chmod -R a+rX ${shellWord(all)}\``,
  );
}

/** A file or folder of packages that this process may not read; what everybody may read is not tried. */
function findUnreadable(folder: string, depth = 0): string | undefined {
  try {
    for (const { name, isSymlink } of Deno.readDirSync(folder)) {
      if (isSymlink && depth > 1) continue; // packages are links, by their name or below their scope
      const path = `${folder}/${name}`, { isDirectory, isFile, mode } = Deno.statSync(path);
      const closed = isFile && PROGRAM.test(name) && !((mode ?? 0) & 0o004);
      const found = isDirectory
        ? findUnreadable(path, depth + 1)
        : closed
        ? refused(path)
        : undefined;
      if (found !== undefined) return found;
    }
  } catch (error) {
    if (error instanceof Deno.errors.PermissionDenied) return folder;
    throw error;
  }
}

function refused(path: string): string | undefined {
  try {
    Deno.openSync(path).close();
  } catch (error) {
    if (error instanceof Deno.errors.PermissionDenied) return path;
    throw error;
  }
}
