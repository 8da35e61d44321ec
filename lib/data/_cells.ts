import { InputError } from "../errors.ts";
import type { Line } from "./_lines.ts";

const TAB = 9;
const utf8 = new TextDecoder("utf-8", { fatal: true });

/** The text of bytes[from, to) without byte order mark, spaces around or quotes; undefined if not UTF-8. */
export function cellText(bytes: Uint8Array, from: number, to: number): string | undefined {
  try {
    const text = utf8.decode(bytes.subarray(from, to)).replace(/^ +| +$/g, "");
    return text.length > 1 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text;
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** An id from a cell: not empty, no control characters. */
export function idText(path: string, line: Line, from: number, to: number, column: number): string {
  const id = cellText(line.bytes, from, to);
  const place = `Cannot read ${path}, line ${line.number}, column ${column}`;
  if (id === "") throw new InputError(`${place}: the id is empty; every row and column needs one`);
  // deno-lint-ignore no-control-regex -- control characters are what a damaged file is known by
  if (id === undefined || /[\x00-\x1f\x7f]/.test(id)) {
    throw new InputError(`${place}: the id is not text (UTF-8); is the file damaged?`);
  }
  return id;
}

/** The first and end byte of each cell of a line. */
export function cellBounds({ bytes, start, end }: Line): [from: number, to: number][] {
  const bounds: [number, number][] = [];
  let from = start;
  for (let at = start; at < end; at++) {
    if (bytes[at] !== TAB) continue;
    bounds.push([from, at]);
    from = at + 1;
  }
  bounds.push([from, end]);
  return bounds;
}

/** The byte after the line's first cell: a tab, or the line's end. */
export function firstCellEnd({ bytes, start, end }: Line): number {
  const tab = bytes.subarray(start, end).indexOf(TAB);
  return tab < 0 ? end : start + tab;
}

/** Whether a line holds nothing but spaces and tabs. */
export function isBlank({ bytes, start, end }: Line): boolean {
  for (let at = start; at < end; at++) if (bytes[at] !== TAB && bytes[at] !== 32) return false;
  return true;
}
