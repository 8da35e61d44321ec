import { InputError } from "../../errors.ts";

/** The error about a compressed file that is not whole, with how much of its text could be had. */
export function damaged(path: string, name: string, what: string, bytes: number): InputError {
  return new InputError(
    `Cannot read ${path}: its ${name} stream ${what} after ${bytes} bytes of text; get the file again`,
  );
}
