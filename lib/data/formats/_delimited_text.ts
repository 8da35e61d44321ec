import { InputError } from "../../errors.ts";

/** Cells of a row at most: of a million samples side by side. */
const MOST_CELLS = 2 ** 20;

/** One row of a text: its cells, and the line in which it begins, from 1. */
export interface DelimitedRow {
  readonly cells: readonly string[];
  readonly line: number;
}

/**
 * The rows of a delimited text; a blank line is a row of one empty cell.
 *
 * Cells may stand in quotes, then with delimiters and line breaks in them; a quote inside stands twice, or after a
 * backslash, as R writes it. Blanks around cells are not part of them.
 *
 * @param text Its line breaks are \n or \r\n.
 * @param line The number of its first line, for messages.
 * @throws {InputError} If a quoted cell does not end.
 */
export function* delimitedRows(
  path: string,
  text: string,
  delimiter: string,
  line: number,
): Generator<DelimitedRow, void, void> {
  const end = String.raw` *(?=${delimiter}|\r?\n|\r?$)`, blank = delimiter === " ";
  const doubled = new RegExp(String.raw` *"([^"]*(?:""[^"]*)*)"${end}`, "y");
  const escaped = new RegExp(String.raw` *"([^"\\]*(?:\\.[^"\\]*)*)"${end}`, "ys");
  const plain = new RegExp(`[^${delimiter}\n]*`, "y");
  const blanks = / */y, lineBreak = /\r?(?:\n|$)/y;
  let at = 0;
  const match = (pattern: RegExp) => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found) at = pattern.lastIndex;
    return found;
  };
  while (at < text.length) {
    const cells: string[] = [], first = line++;
    do {
      if (blank) match(blanks);
      const quoted = match(doubled) ?? match(escaped);
      const cell = quoted ? quoted[1]!.replace(/""|\\"/g, '"') : match(plain)![0];
      cells.push(cell.trim());
      if (cells.length > MOST_CELLS) {
        throw new InputError(
          `Cannot read ${path}, line ${first}: it has more than ${MOST_CELLS} cells`,
        );
      }
      if (!quoted && cell.trimStart().startsWith('"')) throw unclosed(path, first, cells.length);
      if (quoted) line += cell.split("\n").length - 1;
      if (blank) match(blanks);
      if (match(lineBreak)) break;
      if (!blank) at++;
    } while (at <= text.length);
    yield { cells, line: first };
  }
}

function unclosed(path: string, line: number, column: number): InputError {
  return new InputError(
    `Cannot read ${path}, line ${line}, column ${column}: a quoted cell that does not end, or continues ` +
      "after its closing quote; write quotes inside it twice",
  );
}
