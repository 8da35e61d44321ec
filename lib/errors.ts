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
