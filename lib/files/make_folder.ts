import { storing } from "../errors.ts";

/**
 * Makes a folder, and those that it is to be in; one that is there stays as it is.
 *
 * @throws {StorageError} If there is no room or no access.
 */
export function makeFolder(path: string): void {
  storing(path, () => Deno.mkdirSync(path, { recursive: true }));
}
