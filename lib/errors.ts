/**
 * Wrong input by the user: the command line prints its message as one line and exits with code 2.
 *
 * @example
 * ```ts
 * import { InputError } from "./errors.ts";
 * const error = new InputError("Cannot read matrix.tsv: the file is empty");
 * if (error.name !== "InputError") throw error;
 * ```
 */
export class InputError extends Error {
  override readonly name = "InputError";
}

/**
 * Results could not be stored, for whatever reason: a full disk, a quota, a disk that fails. Nothing is
 * wrong with the run; the command line prints the message as one line and exits with code 5.
 *
 * @example
 * ```ts
 * import { StorageError } from "./errors.ts";
 * const error = new StorageError("Cannot write runs/a.jsonl: the disk is full");
 * if (error.name !== "StorageError") throw error;
 * ```
 */
export class StorageError extends Error {
  override readonly name = "StorageError";
}

/** What the system says about a place where nothing more can be written. */
const STORAGE_PROBLEMS: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EFBIG: "the file has reached its size limit",
  EIO: "the disk does not answer as it should",
  EROFS: "the disk is read-only",
};

/**
 * Does something that writes, and names the problem if nothing more can be written there.
 *
 * @throws {StorageError} If the disk is full, over quota, failing or read-only; anything else as it was thrown.
 */
export function storing<Result>(path: string, write: () => Result): Result {
  try {
    return write();
  } catch (error) {
    throw storageError(path, error) ?? error;
  }
}

/** The problem of a place where nothing more can be written, if an error is that. */
export function storageError(path: string, error: unknown): StorageError | undefined {
  if (error instanceof StorageError) return error;
  const { code, message } = error instanceof Error ? error as NodeJS.ErrnoException : {};
  const problem = STORAGE_PROBLEMS[code ?? ""];
  if (problem === undefined) return undefined;
  return new StorageError(
    `Cannot write ${path}: ${problem} (${message}); free some space there, then give the same command again`,
    { cause: error },
  );
}
