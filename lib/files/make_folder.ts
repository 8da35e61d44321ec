import { InputError, storing } from "../errors.ts";

/**
 * Makes a folder, and those that it is to be in; one that is there stays as it is.
 *
 * @throws {StorageError} If there is no room or no access.
 * @throws {InputError} If a file has its name, or that of a folder that it is to be in.
 */
export function makeFolder(path: string): void {
  try {
    storing(path, () => Deno.mkdirSync(path, { recursive: true }));
  } catch (error) {
    const inTheWay = error instanceof Deno.errors.AlreadyExists ||
      error instanceof Deno.errors.NotADirectory;
    if (!inTheWay) throw error;
    throw new InputError(
      `Cannot make the folder ${path}: a file has that name, or that of a folder above it; choose another folder`,
      { cause: error },
    );
  }
}
