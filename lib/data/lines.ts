import { InputError } from "../errors.ts";
import { byteStream } from "./byte_stream.ts";
import type { ReadProgress } from "./table.ts";

const NEWLINE = 10, RETURN = 13, TAB = 9, COMMA = 44;
const LONGEST_LINE = 2 ** 26;

/** One line of a file: bytes[start] up to before bytes[end], which is its (or an added) line break. */
export interface Line {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  /** From 1. */
  readonly number: number;
  /** The byte between cells: a tab, or a comma where the file's first line has commas and no tab. */
  readonly delimiter: number;
}

/** Calls `use` with each line of a text file; returns whether the last one ended in a line break. */
export async function eachLine(
  path: string,
  use: (line: Line) => void,
  onProgress?: ReadProgress,
): Promise<boolean> {
  let rest = new Uint8Array(0), number = 0;
  let delimiter: number | undefined;
  const useLine = (bytes: Uint8Array, start: number, end: number) => {
    number++;
    delimiter ??= delimiterOf(bytes.subarray(start, end));
    use({ bytes, start, end, number, delimiter: delimiter ?? TAB });
  };
  for await (const chunk of byteStream(path, onProgress)) {
    const bytes = concatenate(rest, chunk), end = bytes.lastIndexOf(NEWLINE) + 1;
    cutLines(bytes, end, useLine);
    rest = bytes.subarray(end);
    if (rest.length > LONGEST_LINE) {
      throw new InputError(
        `Cannot read ${path}, line ${number + 1}: longer than ${LONGEST_LINE} bytes; is this a ` +
          "table?",
      );
    }
  }
  if (rest.length === 0) return true;
  cutLines(concatenate(rest, Uint8Array.of(NEWLINE)), rest.length + 1, useLine);
  return false;
}

function cutLines(
  bytes: Uint8Array,
  end: number,
  use: (bytes: Uint8Array, start: number, end: number) => void,
): void {
  let start = 0;
  while (start < end) {
    const newline = bytes.indexOf(NEWLINE, start);
    const last = newline > start && bytes[newline - 1] === RETURN ? newline - 1 : newline;
    use(bytes, start, last);
    start = newline + 1;
  }
}

/** What separates the cells of a line; undefined for one that holds neither. */
function delimiterOf(line: Uint8Array): number | undefined {
  if (line.includes(TAB)) return TAB;
  return line.includes(COMMA) ? COMMA : undefined;
}

function concatenate(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
