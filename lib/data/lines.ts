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
  let delimiter: number | undefined, lineBreak: number | undefined;
  const useLine = (bytes: Uint8Array, start: number, end: number) => {
    number++;
    delimiter ??= delimiterOf(bytes.subarray(start, end));
    use({ bytes, start, end, number, delimiter: delimiter ?? TAB });
  };
  for await (const chunk of byteStream(path, onProgress)) {
    const bytes = concatenate(rest, chunk);
    lineBreak ??= lineBreakOf(bytes);
    const end = bytes.lastIndexOf(lineBreak ?? NEWLINE) + 1;
    cutLines(bytes, end, lineBreak ?? NEWLINE, useLine);
    rest = bytes.subarray(end);
    if (rest.length > LONGEST_LINE) {
      throw new InputError(
        `Cannot read ${path}, line ${number + 1}: longer than ${LONGEST_LINE} bytes; is this a ` +
          "table?",
      );
    }
  }
  if (rest.length === 0) return true;
  lineBreak ??= NEWLINE;
  cutLines(concatenate(rest, Uint8Array.of(lineBreak)), rest.length + 1, lineBreak, useLine);
  return false;
}

/** The byte that ends lines; a carriage return (old Excel for Mac) only where there is no newline at all in sight. */
function lineBreakOf(bytes: Uint8Array): number | undefined {
  if (bytes.includes(NEWLINE)) return NEWLINE;
  const first = bytes.indexOf(RETURN);
  // A newline may follow on the last byte.
  return first >= 0 && first < bytes.length - 1 ? RETURN : undefined;
}

function cutLines(
  bytes: Uint8Array,
  end: number,
  lineBreak: number,
  use: (bytes: Uint8Array, start: number, end: number) => void,
): void {
  let start = 0;
  while (start < end) {
    const newline = bytes.indexOf(lineBreak, start);
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
