import { existsSync } from "node:fs";
import { InputError } from "../errors.ts";

/**
 * Refuses names that something already has, before anything is computed.
 *
 * @param option The flag that names the first of them; others are written beside it.
 * @throws {InputError} If there is a file or folder of one of the names.
 */
export function requireNew(option: string, ...paths: readonly string[]): void {
  const there = paths.find((path) => existsSync(path));
  if (there === undefined) return;
  const which = there === paths[0]
    ? "which is there already"
    : `but ${there}, which is written too, is there already`;
  throw new InputError(
    `${option}: got "${paths[0]}", ${which}; choose another name, or remove that first`,
  );
}
