import { InputError, storageError } from "../errors.ts";

/** Why a table or figure is not there. */
export interface Made {
  /** Why there is none; empty if there is one. */
  readonly problem: string;
  /** What broke, where that is a defect and nothing that the results do not allow. */
  readonly defect?: Error;
}

/**
 * Makes one part of a report; what fails leaves the others.
 *
 * @throws {Error} What keeps all others from being written, too, such as a full disk.
 */
export function attempt<Result>(make: () => Result): Made & { readonly made: Result | null } {
  try {
    return { made: make(), problem: "" };
  } catch (error) {
    return { made: null, ...reasonOf(error) };
  }
}

/** The same for a part that takes time. */
export async function attemptLater<Result>(
  make: () => Promise<Result>,
): Promise<Made & { readonly made: Result | null }> {
  try {
    return { made: await make(), problem: "" };
  } catch (error) {
    return { made: null, ...reasonOf(error) };
  }
}

/** What the results cannot answer is said in the report; anything else is a defect, which is told with its stack. */
function reasonOf(error: unknown): Made {
  if (error instanceof InputError) return { problem: error.message };
  if (!(error instanceof Error) || isAboutFiles(error)) throw error;
  return { problem: `a defect of this program (${error.name}: ${error.message})`, defect: error };
}

/** A full disk, a folder that may not be written or a file that is gone: no other part can be written either. */
function isAboutFiles(error: Error): boolean {
  const { cause } = error, code = (error as NodeJS.ErrnoException).code;
  return storageError("", error) !== undefined ||
    typeof code === "string" && /^E[A-Z]+$/.test(code) ||
    cause instanceof Error && isAboutFiles(cause);
}
