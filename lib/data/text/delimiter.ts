const TAB = 9, SPACE = 32, COMMA = 44, SEMICOLON = 59;
/** Lines that are looked at, besides blank ones and comments. */
const LINES = 5;
/** A cell in quotes, whatever is in it. */
const QUOTED = /(^|[\t,; \r\n])"(?:[^"]|"")*"(?=[\t,; \r\n]|$)/g;
const DECIMAL_COMMA = /^[+-]?\d+,\d+$/;

/** What may stand between cells, as users call it. */
export type Separator = "tabs" | "commas" | "semicolons" | "blanks";

/** The byte of each separator. */
export const SEPARATORS: Readonly<Record<Separator, number>> = {
  tabs: TAB,
  semicolons: SEMICOLON,
  commas: COMMA,
  blanks: SPACE,
};

/**
 * What separates the cells of a table, by its beginning: what the first two neighbouring lines agree on that agree on
 * anything (comments with #, Excel's sep= and blank lines aside; the second may have one more, as under R's header); else what the
 * first line has. Blanks only where the first line has nothing else. Undefined where there is only one column.
 *
 * @example
 * ```ts
 * import { separatorOf } from "./delimiter.ts";
 * const found = ["a\tb\nx\t1,5\n", "a;b;c\nx;1,5;2,5\n", "S1 S2\nx 1 2\n"].map(separatorOf);
 * if (found.join() !== "tabs,semicolons,blanks") throw new Error(found.join());
 * ```
 */
export function separatorOf(beginning: string): Separator | undefined {
  const lines = beginning.replaceAll(QUOTED, "$1q").split(/\r?\n|\r/)
    .filter((line) => !/^#|^"?sep=/i.test(line) && line.trim() !== "").slice(0, LINES);
  const [first = "", second] = lines;
  if (second !== undefined && areBlankSeparated(first, second)) return "blanks";
  for (let at = 0; at + 1 < lines.length; at++) {
    for (const separator of ["tabs", "semicolons", "commas"] as const) {
      const here = count(lines[at]!, separator), below = count(lines[at + 1]!, separator);
      if (here > 0 && (below === here || below === here + 1)) return separator;
    }
  }
  return lines.map(mostly).find((separator) => separator !== undefined) ??
    (/\S +\S/.test(first) ? "blanks" : undefined);
}

function areBlankSeparated(first: string, second: string): boolean {
  if (/[\t,;]/.test(first)) return false;
  const above = first.trim().split(/ +/).length, cells = second.trim().split(/ +/);
  return cells.length > 1 && (cells.length === above || cells.length === above + 1) &&
    cells.every((cell) => !/[\t,;]/.test(cell) || DECIMAL_COMMA.test(cell));
}

function mostly(line: string): Separator | undefined {
  if (line.includes("\t")) return "tabs";
  const commas = count(line, "commas"), semicolons = count(line, "semicolons");
  if (semicolons > commas) return "semicolons";
  return commas > 0 ? "commas" : undefined;
}

function count(line: string, separator: Separator): number {
  return line.split(String.fromCharCode(SEPARATORS[separator])).length - 1;
}
