import { InputError } from "../errors.ts";
import { byteStream } from "./_byte_stream.ts";

const NEWLINE = 10, RETURN = 13;
const LONGEST_LINE = 2 ** 26;

/** One line of a file: bytes[start] up to before bytes[end], which is its (or an added) line break. */
export interface Line {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  /** From 1. */
  readonly number: number;
}

/** Calls `use` with each line of a text file; returns whether the last one ended in a line break. */
export async function eachLine(path: string, use: (line: Line) => void): Promise<boolean> {
  let rest = new Uint8Array(0), number = 0;
  for await (const chunk of byteStream(path)) {
    const bytes = concatenate(rest, chunk), end = bytes.lastIndexOf(NEWLINE) + 1;
    number = cutLines(bytes, end, number, use);
    rest = bytes.subarray(end);
    if (rest.length > LONGEST_LINE) {
      throw new InputError(
        `Cannot read ${path}, line ${
          number + 1
        }: longer than ${LONGEST_LINE} bytes; is this a table?`,
      );
    }
  }
  if (rest.length === 0) return true;
  cutLines(concatenate(rest, Uint8Array.of(NEWLINE)), rest.length + 1, number, use);
  return false;
}

function cutLines(
  bytes: Uint8Array,
  end: number,
  number: number,
  use: (line: Line) => void,
): number {
  let start = 0;
  while (start < end) {
    const newline = bytes.indexOf(NEWLINE, start);
    const last = newline > start && bytes[newline - 1] === RETURN ? newline - 1 : newline;
    use({ bytes, start, end: last, number: ++number });
    start = newline + 1;
  }
  return number;
}

function concatenate(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
