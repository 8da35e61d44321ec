import { InputError } from "../../errors.ts";

/** Makes the error about what is wrong in a compressed file; without a text: it ends early. */
export type Problem = (what?: string) => InputError;

/**
 * The error about a compressed file that is not whole.
 *
 * @param what What is wrong in it; undefined where it ends early.
 * @param bytes How much of its text could be had.
 */
export function damaged(
  path: string,
  name: string,
  what: string | undefined,
  bytes: number,
): InputError {
  const how = what === undefined ? "ends early" : `is damaged (${what})`;
  return new InputError(
    `Cannot read ${path}: its ${name} stream ${how} after ${bytes} bytes of text; get the file again`,
  );
}
