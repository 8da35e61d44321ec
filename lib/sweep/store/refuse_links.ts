import { dirname, resolve } from "node:path";
import { InputError } from "../../errors.ts";
import { unlessMissing } from "../../files.ts";
import { ownFolders } from "./_own_folders.ts";

/**
 * Refuses a result folder that holds a link: somebody who hands it on would choose what is read and where is written.
 * The folder itself may be one, such as to another disk.
 *
 * @param purpose What it is wanted for, for the message.
 * @throws {InputError} It names the link and where it leads; or what is neither a file nor a folder, or is no folder itself.
 */
export function refuseLinks(folder: string, purpose: string): void {
  if (unlessMissing(() => Deno.statSync(folder), undefined)?.isDirectory === false) {
    throw new InputError(
      `Cannot ${purpose} ${folder}: it is a file; name a folder that \`deno task sweep\` wrote`,
    );
  }
  for (const { path, entries } of ownFolders(folder)) {
    for (const { name, isSymlink, isFile, isDirectory } of entries) {
      if (isFile || isDirectory) continue;
      const found = `${path}/${name}`;
      const what = isSymlink
        ? `a link to ${resolve(dirname(found), Deno.readLinkSync(found))}`
        : "neither a file nor a folder";
      throw new InputError(
        `Cannot ${purpose} ${folder}: ${found} is ${what}; remove it${
          isSymlink ? ", or put a copy of that in its place" : ""
        }`,
      );
    }
  }
}
