import { InputError } from "../../errors.ts";
import type { Line } from "../text/line.ts";
import type { NoticeCounter } from "../notice_counter.ts";
import type { TextLayout } from "./_text_layout.ts";

/** Checks how the rows of a table end: the header may name fewer columns than they have cells, or more. */
export class RowEnds {
  readonly #path: string;
  readonly #layout: Pick<TextLayout, "names" | "trailing">;
  readonly #notices: NoticeCounter;
  #empty = 0;

  constructor(
    path: string,
    layout: Pick<TextLayout, "names" | "trailing">,
    notices: NoticeCounter,
  ) {
    this.#path = path;
    this.#layout = layout;
    this.#notices = notices;
  }

  /** Cells after the last column have to be empty; rows whose last column is are counted. @throws {InputError} */
  check({ bytes, start, end, delimiter, number }: Line): void {
    const { trailing } = this.#layout;
    if (trailing === 0) {
      if (bytes[end - 1] === delimiter) this.#empty++;
      return;
    }
    const cells = new TextDecoder().decode(
      bytes.subarray(Math.max(start, end - 4 * trailing - 100), end),
    )
      .split(String.fromCharCode(delimiter)).slice(-trailing);
    const filled = cells.find((cell) => !/^ *("")? *$/.test(cell));
    if (filled === undefined) return;
    throw new InputError(
      `Cannot read ${this.#path}, line ${number}: ${
        JSON.stringify(filled.slice(0, 40))
      } beyond the header's last ` +
        "column, where the rows above have nothing; name every column in the header",
    );
  }

  /** @param lines Of the rows. @throws {InputError} If each of them is empty below the last column. */
  finish(lines: readonly number[]): void {
    const { names, trailing } = this.#layout;
    if (trailing > 0) {
      return this.#notices.add("empty-ends", `line ${lines[0]}`, lines.length);
    }
    if (this.#empty < lines.length) return;
    throw new InputError(
      `Cannot read ${this.#path}: every row ends with an empty cell below the last column (${
        names.at(-1)
      }), as where the header has a name too many and each name stands one column too far right; remove that ` +
        "name, or the column if it is empty",
    );
  }
}
