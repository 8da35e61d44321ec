import { constants, userInfo } from "node:os";

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
};

/** What the system says where something is read, too. */
const EITHER: Readonly<Record<string, Problem>> = {
  EACCES: ACCESS,
  EPERM: ACCESS,
  EIO: ["the disk does not answer as it should", "have the disk checked"],
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
 * @throws {StorageError} If the disk is full, over quota, failing or read-only, or access is denied; anything else as
 * it was thrown.
 */
export function storing<Result>(path: string, write: () => Result): Result {
  try {
    return write();
  } catch (error) {
    throw toStorageError(path, error, ALL) ?? error;
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
  const [problem, remedy] = problems[systemCode(error)] ?? [];
  if (problem === undefined) return undefined;
  const { message } = error as Error;
  return new StorageError(
    `Cannot write ${path} as ${userName()}: ${problem} (${message}); ${remedy}, then give the same command again`,
    { cause: error },
  );
}

/**
 * What is told where the system does not let something be read, if an error says that; it names the user.
 *
 * @param path What was read, where that is known; the system's own words name it otherwise.
 */
export function accessError(error: unknown, path?: string): InputError | undefined {
  const [problem, remedy] = EITHER[systemCode(error)] ?? [];
  if (problem === undefined) return undefined;
  const { message } = error as Error;
  const what = path === undefined ? "go on" : `read ${path}`;
  return new InputError(`Cannot ${what} as ${userName()}: ${problem} (${message}); ${remedy}`, {
    cause: error,
  });
}

/** The system's name of an error, such as ENOSPC; "" where it is none of the system's. */
export function systemCode(error: unknown): string {
  if (!(error instanceof Error) || error instanceof InputError || error instanceof StorageError) {
    return ""; // their messages may tell of the system's
  }
  const { code, message } = error as NodeJS.ErrnoException;
  if (code !== undefined || Deno.build.os === "windows") return code ?? "";
  // Deno gives some errors, such as EDQUOT, no code.
  const number = Number(/ \(os error (\d+)\)/.exec(message)?.[1]);
  return Object.entries(constants.errno).find(([, known]) => known === number)?.[0] ?? "";
}

/** The user as whom this process asks the system for access: by name, or by number where the system knows no name. */
export function userName(): string {
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
