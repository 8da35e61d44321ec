import { InputError } from "../../errors.ts";
import type { Line } from "./line.ts";

/** More than any line of a table of genes and samples has. */
const MOST_CELLS = 2 ** 22;
const QUOTE = 34, SPACE = 32, BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * The text of bytes[from, to) without byte order mark, spaces around or quotes, a line break between quotes as a blank;
 * undefined if not UTF-8.
 */
export function cellText(bytes: Uint8Array, from: number, to: number): string | undefined {
  try {
    const text = utf8.decode(bytes.subarray(from, to)).replace(/^ +| +$/g, "");
    return text.length > 1 && text.startsWith('"') && text.endsWith('"')
      ? inOneLine(text.slice(1, -1).replaceAll('""', '"'))
      : text;
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

function inOneLine(text: string): string {
  return /[\r\n]/.test(text) ? text.trim().replaceAll(/ *[\r\n]+ */g, " ") : text;
}

/** Why a text is not an id, as the end of a message; undefined where it is one. */
export function idProblem(id: string | undefined): string | undefined {
  if (id === "") return "the id is empty; every row and column needs one: name it, or leave it out";
  // deno-lint-ignore no-control-regex -- control characters are the sign of a damaged file
  if (id === undefined || /[\x00-\x1f\x7f-\x9f\ufffd]/.test(id)) {
    return "the id is not text (UTF-8); is the file damaged?";
  }
}

/** An id from a cell: not empty, no control characters. */
export function idText(path: string, line: Line, from: number, to: number, column: number): string {
  const id = cellText(line.bytes, from, to), problem = idProblem(id);
  if (problem === undefined) return id!;
  throw new InputError(`Cannot read ${path}, line ${line.number}, column ${column}: ${problem}`);
}

/** The first and end byte of each cell of a line; a delimiter between quotes is part of its cell. */
export function cellBounds(path: string, line: Line): [from: number, to: number][] {
  const { start, end } = line, bounds: [number, number][] = [];
  for (let from = start; from <= end;) {
    const to = cellEnd(path, line, from, bounds.length + 1);
    bounds.push([from, to]);
    if (bounds.length > MOST_CELLS) {
      throw new InputError(
        `Cannot read ${path}, line ${line.number}: it has more than ${
          MOST_CELLS.toLocaleString("en")
        } cells; is this a table of genes and samples?`,
      );
    }
    from = to + 1;
  }
  return bounds;
}

/** The byte after the cell that begins at `from`: a delimiter, or the line's end. */
export function cellEnd(path: string, line: Line, from: number, column: number): number {
  const { bytes, end, delimiter } = line;
  const to = quotedEnd(bytes, from, end, delimiter);
  if (to >= 0) return to;
  if (to === UNQUOTED) {
    const at = bytes.subarray(from, end).indexOf(delimiter);
    return at < 0 ? end : from + at;
  }
  throw new InputError(
    `Cannot read ${path}, line ${line.number}, column ${column}: a quoted cell that does not end, or continues ` +
      "after its closing quote; write quotes inside cells twice",
  );
}

/** The first and end byte of the cell at a position, from 0; an empty one where the line is too short. */
export function cellAt(path: string, line: Line, position: number): [from: number, to: number] {
  let from = line.start;
  for (let cell = 0; cell < position; cell++) {
    from = cellEnd(path, line, from, cell + 1) + 1;
    if (from > line.end) return [line.end, line.end];
  }
  return [from, cellEnd(path, line, from, position + 1)];
}

/** What {@linkcode quotedEnd} says of cells without quotes, of those that go on after their quotes, or do not end. */
export const UNQUOTED = -1, CONTINUED = -2, OPEN = -3;

/** The byte after a cell in quotes (a quote inside stands twice), or {@linkcode UNQUOTED}, CONTINUED or OPEN. */
export function quotedEnd(bytes: Uint8Array, from: number, end: number, delimiter: number): number {
  let at = skipMark(bytes, from);
  while (at < end && bytes[at] === SPACE) at++;
  if (at >= end || bytes[at] !== QUOTE) return UNQUOTED;
  for (at++; at < end; at++) {
    if (bytes[at] !== QUOTE) continue;
    if (at + 1 < end && bytes[at + 1] === QUOTE) at++;
    else break;
  }
  if (at >= end) return OPEN;
  if (delimiter === SPACE) at++; // where blanks separate, they are not around cells
  else do at++; while (at < end && bytes[at] === SPACE);
  return at === end || bytes[at] === delimiter ? at : CONTINUED;
}

/** The first byte after a byte order mark, if there is one. */
function skipMark(bytes: Uint8Array, from: number): number {
  const isMark = BYTE_ORDER_MARK.every((byte, i) => bytes[from + i] === byte);
  return isMark ? from + BYTE_ORDER_MARK.length : from;
}

/** Whether a line holds nothing but spaces and delimiters. */
export function isBlank({ bytes, start, end, delimiter }: Line): boolean {
  for (let at = skipMark(bytes, start); at < end; at++) {
    if (bytes[at] !== delimiter && bytes[at] !== SPACE) return false;
  }
  return true;
}
