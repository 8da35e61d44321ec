import { dirname } from "node:path";
import { InputError } from "../errors.ts";

/**
 * Refuses names that something already has, before anything is computed.
 *
 * @param option The flag that names the first of them; others go with it, such as what an earlier call left beside a
 *   file that was removed since.
 * @throws {InputError} If there is a file, a folder or a link of one of the names, wherever the link leads, or what they
 *   are to be in is a file.
 */
export function requireNew(option: string, ...paths: readonly string[]): void {
  const there = paths.find((path) => isThere(option, path));
  if (there === undefined) return;
  const which = there === paths[0]
    ? "which is there already"
    : `but ${there}, which goes with it, is there already`;
  throw new InputError(
    `${option}: got "${paths[0]}", ${which}; choose another name, or remove that first`,
  );
}

function isThere(option: string, path: string): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    if (!(error instanceof Deno.errors.NotADirectory)) throw error;
    throw new InputError(
      `${option}: got "${path}", but ${dirname(path)} is, or is in, a file; choose another folder`,
    );
  }
}
