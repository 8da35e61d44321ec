import { OPEN, quotedEnd, UNQUOTED } from "./cells.ts";
import { parseFloat32, POWERS } from "./float32.ts";

const QUOTE = 34, MINUS = 45, POINT = 46, ZERO = 48, NINE = 57;
/** A float64 holds as many digits exactly. */
const SAFE_LENGTH = 15;
/** With no more decimals than these, rounding to float64 first never changes the float32. */
const SAFE_DECIMALS = 8;

/** Parses the number cells of one row after another into the same array. Cells count from 0, skipped ones too. */
export class RowParser {
  readonly values: Float32Array;
  /** Cells of the last row, also where it has more than expected. */
  cells = 0;
  /** How many are missing, and the first of these. */
  missing = 0;
  firstMissing = -1;
  /** The cell that is not a number: its index and bytes; the rest of the row is then not parsed. */
  bad: { readonly cell: number; readonly from: number; readonly to: number } | undefined;
  readonly #skipped: Uint8Array | undefined;

  /** @param skipped 1 for each cell that is passed over, whatever it holds. @default {none} */
  constructor(cells: number, skipped?: Uint8Array) {
    this.#skipped = skipped?.includes(1) ? skipped : undefined;
    const passed = this.#skipped?.reduce((sum, one) => sum + one, 0) ?? 0;
    this.values = new Float32Array(cells - passed);
  }

  /** Parses bytes[at, end), cells separated by the delimiter; bytes[end] must be a line break. */
  parse(bytes: Uint8Array, at: number, end: number, delimiter: number): void {
    const values = this.values, skipped = this.#skipped;
    let cell = 0, kept = 0, nextSkipped = skipped ? skipped.indexOf(1) : -1;
    this.missing = 0;
    this.bad = undefined;
    for (;; cell++, at++) {
      const from = at;
      if (cell === nextSkipped) {
        at = passOver(bytes, at, end, delimiter);
        if (at < 0) {
          this.bad = { cell, from, to: end };
          return;
        }
        if (at >= end) break;
        nextSkipped = skipped!.indexOf(1, cell + 1);
        continue;
      }
      const negative = bytes[at] === MINUS;
      if (negative) at++;
      const first = at;
      let byte = bytes[at]!, mantissa = 0, decimals = 0;
      for (; byte >= ZERO && byte <= NINE; byte = bytes[++at]!) {
        mantissa = 10 * mantissa + byte - ZERO;
      }
      let digits = at - first;
      if (byte === POINT) {
        byte = bytes[++at]!;
        const point = at;
        for (; byte >= ZERO && byte <= NINE; byte = bytes[++at]!) {
          mantissa = 10 * mantissa + byte - ZERO;
        }
        decimals = at - point;
        digits += decimals;
      }
      let value: number;
      if (
        (byte === delimiter || at === end) && digits > 0 && digits <= SAFE_LENGTH &&
        decimals <= SAFE_DECIMALS
      ) {
        value = mantissa / POWERS[decimals]!;
        if (negative) value = -value;
      } else {
        const quoted = byte <= QUOTE ? quotedEnd(bytes, from, end, delimiter) : UNQUOTED;
        if (quoted === UNQUOTED) {
          while (at < end && bytes[at] !== delimiter) at++;
          value = parseFloat32(bytes, from, at);
        } else if (quoted < 0) {
          this.bad = { cell, from, to: end };
          return;
        } else {
          at = quoted;
          value = parseFloat32(bytes, bytes.indexOf(QUOTE, from) + 1, bytes.lastIndexOf(QUOTE, at));
        }
        if (value !== value) {
          if (this.missing++ === 0) this.firstMissing = cell;
        } else if (value === Infinity || value === -Infinity) {
          this.bad = { cell, from, to: at };
          return;
        }
      }
      values[kept++] = value;
      if (at >= end) break;
    }
    this.cells = cell + 1;
  }
}

/** The byte after a cell of any content; negative where its quotes do not end. */
function passOver(bytes: Uint8Array, from: number, end: number, delimiter: number): number {
  const quoted = quotedEnd(bytes, from, end, delimiter);
  if (quoted >= 0 || quoted === OPEN) return quoted;
  let at = from;
  while (at < end && bytes[at] !== delimiter) at++;
  return at;
}
