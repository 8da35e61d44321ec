import { InputError } from "../../errors.ts";
import { cellEnd, cellText } from "../text/cells.ts";
import type { Line } from "../text/line.ts";

const POINT = 46;
/** Cells that are looked at in rows with points: where these stand before decimals, the first few tell, as a rule. */
const MOST_CELLS = 100_000;
/** A number with points between thousands and nowhere else. */
const GROUPED = /^[+-]?[1-9]\d{0,2}(\.\d{3})+$/;
/** A number that is too small for them. */
const SMALL = /^[+-]?[1-9]\d{0,2}$/;
const NOTHING = /^([+-]?0|na|n\/a|nan|null|)$/i;

/**
 * Finds points between thousands (1.430 for 1430), as Excel writes them in much of Europe, where no comma tells them
 * apart: every number with a point has three digits behind it, every other one is below 1,000.
 */
export class ThousandsPoints {
  readonly #path: string;
  readonly #skipped: Uint8Array;
  #grouped: { readonly text: string; readonly place: string } | undefined;
  #small: string | undefined;
  #cells = 0;
  #isRefuted = false;

  /** @param skipped 1 for each cell after the first that is not a number. */
  constructor(path: string, skipped: Uint8Array) {
    this.#path = path;
    this.#skipped = skipped;
  }

  /** Looks at a row whose second cell begins at `from`; its numbers are those that were read. */
  check(line: Line, from: number, numbers: Float32Array): void {
    if (this.#isRefuted || this.#cells > MOST_CELLS) return;
    if (!line.bytes.subarray(from, line.end).includes(POINT)) {
      this.#isRefuted = numbers.some((number) => Math.abs(number) >= 1000);
      this.#small ??= numbers.find((number) => number >= 1)?.toString();
      this.#cells += numbers.length / 10; // so much sooner done
      return;
    }
    for (let at = from, cell = 0; at <= line.end; cell++) {
      const end = cellEnd(this.#path, line, at, cell + 2);
      if (this.#skipped[cell] !== 1) {
        this.#learn(cellText(line.bytes, at, end) ?? "", `line ${line.number}, column ${cell + 2}`);
        if (this.#isRefuted) return;
      }
      at = end + 1;
    }
    this.#cells += numbers.length;
  }

  /** @throws {InputError} If points stand between thousands, as far as can be told. */
  finish(): void {
    if (this.#isRefuted || !this.#grouped || !this.#small) return;
    const { text, place } = this.#grouped;
    throw new InputError(
      `Cannot read ${this.#path}, ${place}: ${text} can be read in two ways, as each number with a point has three ` +
        `digits behind it and each other one is below 1,000; if the points stand between thousands, write ` +
        `${text.replaceAll(".", "")}, if before decimals, write ${this.#small} as ${this.#small}.0`,
    );
  }

  #learn(text: string, place: string): void {
    if (GROUPED.test(text)) this.#grouped ??= { text, place };
    else if (SMALL.test(text)) this.#small ??= text;
    else this.#isRefuted = !NOTHING.test(text);
  }
}
