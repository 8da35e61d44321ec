import { Buffer } from "node:buffer";
import { InputError } from "../../errors.ts";
import { byteStream, type TextOptions } from "../byte_stream.ts";
import { quotedEnd } from "./cells.ts";
import { recordEnd } from "./_quoted_lines.ts";
import { type Separator, separatorOf, SEPARATORS } from "./delimiter.ts";
import type { Line } from "./line.ts";

const NEWLINE = 10, RETURN = 13, TAB = 9, SPACE = 32;
const LONGEST_LINE = 2 ** 26;
/** Bytes by which the cells' separator is told. */
const BEGINNING = 2 ** 16;

/** Options of {@linkcode eachLine}. */
export interface LineOptions extends TextOptions {
  /** @default {what the beginning of the file has} */
  readonly separator?: Separator;
  /** Whether a line break between quotes belongs to its cell. @default {true} */
  readonly joinsQuoted?: boolean;
}

/**
 * Calls `use` with each line of a text file, decoded as {@linkcode byteStream} does; returns whether the last one ended
 * in a line break.
 */
export async function eachLine(
  path: string,
  use: (line: Line) => void,
  { separator, joinsQuoted = true, ...options }: LineOptions = {},
): Promise<boolean> {
  let rest = new Uint8Array(0), cutter: LineCutter | undefined;
  let parts: Uint8Array[] = [], length = 0, enough = 0;
  for await (const chunk of byteStream(path, options)) {
    parts.push(chunk);
    length += chunk.length;
    if (length < enough) continue;
    const bytes = joined(parts);
    if (!cutter && bytes.length >= BEGINNING && lineBreakOf(bytes) !== undefined) {
      cutter = new LineCutter(bytes, use, separator, joinsQuoted);
    }
    const done = cutter?.cut(bytes) ?? 0;
    rest = bytes.subarray(done);
    parts = [rest];
    length = rest.length;
    // A line that is longer than all this is looked for again where there is twice as much.
    enough = done > 0 ? 0 : Math.min(2 * length, LONGEST_LINE + 1);
    if (length > LONGEST_LINE) {
      throw new InputError(
        `Cannot read ${path}, line ${
          (cutter?.lines ?? 0) + 1
        }: longer than ${LONGEST_LINE} bytes; is this a ` +
          "table?",
      );
    }
  }
  rest = joined(parts);
  cutter ??= new LineCutter(rest, use, separator, joinsQuoted);
  const isEnded = rest.length === 0 || rest.at(-1) === cutter.lineBreak;
  cutter.cut(isEnded ? rest : joined([rest, Uint8Array.of(cutter.lineBreak)]), true);
  return isEnded;
}

/** Cuts bytes into lines. */
class LineCutter {
  /** How many were cut so far. */
  lines = 0;
  readonly lineBreak: number;
  readonly #separator: Separator;
  readonly #use: (line: Line) => void;
  readonly #joinsQuoted: boolean;

  constructor(
    beginning: Uint8Array,
    use: (line: Line) => void,
    separator: Separator | undefined,
    joinsQuoted: boolean,
  ) {
    this.lineBreak = lineBreakOf(beginning) ?? NEWLINE;
    this.#separator = separator ?? separatorOf(latin1(beginning.subarray(0, BEGINNING))) ?? "tabs";
    this.#use = use;
    this.#joinsQuoted = joinsQuoted;
  }

  /** Uses all lines that are complete, and says where the rest begins. */
  cut(bytes: Uint8Array, isAll = false): number {
    const { lineBreak } = this, delimiter = SEPARATORS[this.#separator];
    const text = latin1(bytes), end = String.fromCharCode(lineBreak); // searched far faster than bytes
    let start = 0, quote = this.#joinsQuoted ? text.indexOf('"') : -1;
    while (start < bytes.length) {
      const first = text.indexOf(end, start);
      if (first < 0) break;
      if (quote >= 0 && quote < start) quote = text.indexOf('"', start);
      let newline = first;
      if (quote >= 0 && quote < first) {
        newline = recordEnd(bytes, start, first, { lineBreak, delimiter });
        if (newline < 0 && !isAll && bytes.length - start < LONGEST_LINE) break;
        if (newline < 0) newline = first;
      }
      this.#useLine(bytes, start, newline);
      this.lines++;
      if (newline > first) this.lines += breaksIn(bytes, first, newline, lineBreak);
      start = newline + 1;
    }
    return start;
  }

  #useLine(bytes: Uint8Array, start: number, newline: number): void {
    const separator = this.#separator, number = this.lines + 1;
    const end = newline > start && bytes[newline - 1] === RETURN ? newline - 1 : newline;
    if (separator !== "blanks") {
      return this.#use({ bytes, start, end, number, delimiter: SEPARATORS[separator], separator });
    }
    const copy = withTabs(bytes.subarray(start, end));
    const line = { bytes: copy, start: 0, end: copy.length - 1, delimiter: TAB };
    this.#use({ ...line, number, separator });
  }
}

/** The byte that ends lines; a carriage return (old Excel for Mac) only where there is no newline at all in sight. */
function lineBreakOf(bytes: Uint8Array): number | undefined {
  if (bytes.includes(NEWLINE)) return NEWLINE;
  const first = bytes.indexOf(RETURN);
  // A newline may follow on the last byte.
  return first >= 0 && first < bytes.length - 1 ? RETURN : undefined;
}

function breaksIn(bytes: Uint8Array, from: number, to: number, lineBreak: number): number {
  let count = 0;
  for (let at = from; at < to; at++) if (bytes[at] === lineBreak) count++;
  return count;
}

/** A line in which runs of blanks outside of quotes are one tab, and a line break at its end. */
function withTabs(line: Uint8Array): Uint8Array {
  const copy = new Uint8Array(line.length + 1);
  let length = 0, at = 0, end = line.length;
  while (at < end && line[at] === SPACE) at++;
  while (end > at && line[end - 1] === SPACE) end--;
  while (at < end) {
    const quoted = quotedEnd(line, at, end, SPACE);
    const found = quoted >= 0 ? quoted : line.indexOf(SPACE, at);
    const to = found < 0 || found > end ? end : found;
    copy.set(line.subarray(at, to), length);
    length += to - at;
    at = to;
    while (at < end && line[at] === SPACE) at++;
    if (at < end) copy[length++] = TAB;
  }
  copy[length] = NEWLINE;
  return copy.subarray(0, length + 1);
}

function latin1({ buffer, byteOffset, length }: Uint8Array): string {
  return Buffer.from(buffer as ArrayBuffer, byteOffset, length).toString("latin1");
}

/** One array of all parts; always a plain one, as the row parser is fastest where it sees no other kind. */
function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const { buffer, byteOffset, length } = Buffer.concat(parts);
  return new Uint8Array(buffer as ArrayBuffer, byteOffset, length);
}
