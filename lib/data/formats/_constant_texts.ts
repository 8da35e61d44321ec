import { InputError } from "../../errors.ts";
import { cellAt, cellText } from "../text/cells.ts";
import type { Line } from "../text/line.ts";
import { isNumberCell, isTextCell } from "./_number_cell.ts";

/** A column whose first row holds a text. */
interface TextColumn {
  /** Its position among the columns after the first. */
  readonly at: number;
  readonly text: string;
  /** Says that it is not a number. */
  readonly error: Error;
  /** How many rows have it. */
  rows: number;
}

/** Columns of texts among those of numbers: left out where they hold the same text in every row, else refused. */
export class ConstantTexts {
  readonly #path: string;
  readonly #names: readonly string[];
  readonly #found: TextColumn[] = [];

  /** @param names Of the columns after the first. */
  constructor(path: string, names: readonly string[]) {
    this.#path = path;
    this.#names = names;
  }

  /** Takes a column of the first row if its cell there is a text, and says whether it is. */
  take(line: Line, at: number, error: Error): boolean {
    const text = this.#textIn(line, at);
    if (!isTextCell(text)) return false;
    this.#found.push({ at, text, error, rows: 0 });
    return true;
  }

  /** Looks at one row. @throws {InputError} If a column of texts has another text there, or a number. */
  check(line: Line): void {
    for (const column of this.#found) {
      const { at, text, error } = column, found = this.#textIn(line, at);
      if (found === text) column.rows++;
      if (found === text || found === "") continue;
      if (isNumberCell(found) || !isTextCell(found)) throw error;
      if (this.#found.length === this.#names.length) throw onlyTexts(this.#path, [text, found]);
      throw textsInColumn(this.#path, at, this.#names[at]!, [text, found]);
    }
  }

  /** @throws {InputError} If a text stands in one row alone, which does not make a column of texts. */
  finish(): void {
    const single = this.#found.find(({ rows }) => rows < 2);
    if (single) throw single.error;
  }

  #textIn(line: Line, at: number): string {
    return cellText(line.bytes, ...cellAt(this.#path, line, at + 1)) ?? "";
  }
}

/** Says that a table has no numbers, as lists of genes and descriptions of files have none. */
function onlyTexts(path: string, texts: readonly string[]): InputError {
  return new InputError(
    `Cannot read ${path}: it holds texts such as ${
      shown(texts)
    } and no numbers; give the table of expression values`,
  );
}

function shown(texts: readonly string[]): string {
  return texts.map((text) => JSON.stringify(text.slice(0, 40))).join(", ");
}

/** Says that a column holds texts. @param at Its position among the columns after the first. */
export function textsInColumn(
  path: string,
  at: number,
  name: string,
  texts: readonly string[],
): InputError {
  const flag = /^[\w.-]+$/.test(name) ? name : JSON.stringify(name);
  return new InputError(
    `Cannot read ${path}, column ${at + 2} (${name}): texts such as ${
      shown(texts)
    }; leave the column out, or, where it ` +
      `names the genes, take it for their ids with --gene-column ${flag}`,
  );
}
