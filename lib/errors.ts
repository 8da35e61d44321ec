import { userInfo } from "node:os";

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

/** What is wrong, and what to do about it. */
type Problem = readonly [problem: string, remedy: string];

const ACCESS: Problem = ["access is denied", "ask its owner for access, or name another place"];
const OPEN_FILES = "raise the limit of open files (`ulimit -n`)";

/** What the system says only where something is written. */
const WRITING: Readonly<Record<string, Problem>> = {
  ENOSPC: ["the disk is full", "free some space there"],
  EDQUOT: ["the disk quota is used up", "free some space there or ask for a larger quota"],
  EFBIG: ["the file has reached its size limit", "raise the limit (`ulimit -f`)"],
  EROFS: ["the disk is read-only", "mount it for writing, or name a place on another"],
  EIO: ["the disk does not answer as it should", "have the disk checked"],
};

/** What the system says where something is read, too. */
const EITHER: Readonly<Record<string, Problem>> = {
  EACCES: ACCESS,
  EPERM: ACCESS,
  EMFILE: ["too many files are open", OPEN_FILES],
  ENFILE: ["too many files are open on this machine", OPEN_FILES],
};

/** What the system says of reading and writing, where that it was writing is known. */
const ALL: Readonly<Record<string, Problem>> = {
  ...WRITING,
  ...EITHER,
  EISDIR: ["a folder has that name", "remove or rename it"],
};

/**
 * Does something that writes, and names the problem if nothing can be written there.
 *
 * @param path What is written, for the message.
 * @param write If it returns a promise, its rejection is treated in the same way.
 * @throws {StorageError} If the disk is full, over quota, failing or read-only, or access is denied; anything else as
 * it was thrown.
 */
export function storing<Result>(path: string, write: () => Result): Result {
  const refuse = (error: unknown) => {
    throw toStorageError(path, error, ALL) ?? error;
  };
  try {
    const result = write();
    return result instanceof Promise ? result.catch(refuse) as Result : result;
  } catch (error) {
    return refuse(error);
  }
}

/** The problem of a place where nothing more can be written, if an error is that, wherever it was thrown. */
export function storageError(path: string, error: unknown): StorageError | undefined {
  return toStorageError(path, error, WRITING);
}

function toStorageError(
  path: string,
  error: unknown,
  problems: Readonly<Record<string, Problem>>,
): StorageError | undefined {
  if (error instanceof StorageError) return error;
  const { code = "", message } = error instanceof Error ? error as NodeJS.ErrnoException : {};
  const [problem, remedy] = problems[code] ?? [];
  if (problem === undefined) return undefined;
  return new StorageError(
    `Cannot write ${path} as ${userName()}: ${problem} (${message}); ${remedy}, then give the same command again`,
    { cause: error },
  );
}

/** What a file or folder that may not be opened is refused with, if an error says that; it names the user. */
export function accessError(error: unknown): InputError | undefined {
  const { code = "", message } = error instanceof Error ? error as NodeJS.ErrnoException : {};
  const [problem, remedy] = EITHER[code] ?? [];
  if (problem === undefined) return undefined;
  return new InputError(`Cannot go on as ${userName()}: ${problem} (${message}); ${remedy}`, {
    cause: error,
  });
}

/** Who asks the system for access: by name, or by number where the system knows no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // Machines in containers may have no list of users, and not every task may ask for it.
  }
  try {
    return `user ${Deno.uid()}`;
  } catch {
    return "this user"; // neither may be asked for
  }
}
