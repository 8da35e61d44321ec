import { InputError } from "../../errors.ts";
import { cellText, quotedEnd } from "../text/cells.ts";
import type { Line } from "../text/line.ts";
import { eitherMark, isGrouped } from "./_bad_cell.ts";

const POINT = 46, COMMA = 44;

/** A number that tells how decimals are written. */
interface Example {
  readonly text: string;
  readonly place: string;
}

/** Decimal commas where semicolons separate, as Excel and R write them in most of Europe: all numbers have to agree. */
export class DecimalMarks {
  #comma: Example | undefined;
  #point: Example | undefined;
  /** Whether some mark cannot stand between thousands. */
  #isSure = false;
  /** Whether some number has no mark: beside separators of thousands, small ones have none. */
  #hasPlain = false;
  readonly #path: string;
  readonly #skipped: Uint8Array;

  /** @param skipped 1 for each cell after the first that is not a number. */
  constructor(path: string, skipped: Uint8Array) {
    this.#path = path;
    this.#skipped = skipped;
  }

  /** Whether numbers have decimal commas. */
  get areCommas(): boolean {
    return this.#comma !== undefined;
  }

  /** The same line with points in its numbers; `from` is where its second cell begins. */
  inPoints(line: Line, from: number): Line {
    const { start, end, delimiter, number } = line, bytes = line.bytes.slice(start, end + 1);
    for (let at = from - start, cell = 0; at <= end - start; cell++) {
      const to = endOf(bytes, at, end - start, delimiter);
      if (this.#skipped[cell] !== 1) {
        const mark = this.#markIn(bytes, at, to, `line ${number}, column ${cell + 2}`);
        if (mark >= 0) bytes[mark] = POINT;
      }
      at = to + 1;
    }
    return { ...line, bytes, start: 0, end: end - start };
  }

  /** Where a number has its decimal comma; −1 where it has none. */
  #markIn(bytes: Uint8Array, from: number, to: number, place: string): number {
    let marks = 0, mark = -1;
    for (let at = from; at < to; at++) {
      if (bytes[at] !== COMMA && bytes[at] !== POINT) continue;
      marks++;
      mark = at;
    }
    if (marks > 1) return -1; // no number, which the parser says
    if (marks === 0) {
      this.#hasPlain ||= !this.#isSure && /^\d+$/.test(cellText(bytes, from, to) ?? "");
      return -1;
    }
    const isComma = bytes[mark] === COMMA;
    const known = isComma ? this.#comma : this.#point;
    if (!this.#isSure || !known) this.#learn(cellText(bytes, from, to) ?? "", place, isComma);
    return isComma ? mark : -1;
  }

  #learn(text: string, place: string, isComma: boolean): void {
    if (!/^[+-]?\d*[.,]\d*(e[+-]?\d+)?$/i.test(text)) return;
    this.#isSure ||= !isGrouped(text);
    if (isComma) this.#comma ??= { text, place };
    else this.#point ??= { text, place };
    if (!this.#comma || !this.#point) return;
    throw new InputError(
      `Cannot read ${this.#path}: the number in ${this.#comma.place} has a comma (${this.#comma.text}), the one in ` +
        `${this.#point.place} a point (${this.#point.text}); write all decimals with points, and thousands ` +
        "without separators",
    );
  }

  /** @throws {InputError} If all marks may be decimal ones or separators of thousands. */
  finish(): void {
    const example = this.#comma ?? this.#point;
    if (!example || this.#isSure || !this.#hasPlain) return;
    throw new InputError(
      `Cannot read ${this.#path}, ${example.place}: ${
        JSON.stringify(example.text)
      } can be read in two ways; ` +
        eitherMark(example.text),
    );
  }
}

function endOf(bytes: Uint8Array, from: number, end: number, delimiter: number): number {
  const quoted = quotedEnd(bytes, from, end, delimiter);
  if (quoted >= 0) return quoted;
  let at = from;
  while (at < end && bytes[at] !== delimiter) at++;
  return at;
}
