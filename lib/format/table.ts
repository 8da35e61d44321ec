import { formatNumber } from "./number.ts";
import { visibleText } from "./visible_text.ts";

/** A column of {@linkcode formatTable}. */
export interface TableColumn<Row> {
  readonly title: string;
  /** What a row shows here; numbers are rounded and set flush right, null is shown as `–`. */
  readonly value: (row: Row) => unknown;
  /**
   * Significant digits of its numbers.
   * @default 3
   */
  readonly digits?: number;
}

/** Options of {@linkcode formatTable}. */
export interface TableOptions {
  /**
   * How many rows to show at most; a last line says how many there are.
   * @default Infinity
   */
  readonly limit?: number;
}

function toCell(value: unknown, digits: number): string {
  if (typeof value === "number" || value === null || value === undefined) {
    return formatNumber(value, digits);
  }
  return visibleText(String(value));
}

const widthOf = (text: string) => [...text].length;

function pad(text: string, width: number, right: boolean): string {
  const space = " ".repeat(width - widthOf(text));
  return right ? space + text : text + space;
}

/**
 * Rows as aligned text for a terminal.
 *
 * @param columns Title and value of each column, from left to right.
 * @returns Lines without a line break at the end: titles, a rule, the rows, and `n of N rows` where some are left out.
 */
export function formatTable<Row>(
  rows: readonly Row[],
  columns: readonly TableColumn<Row>[],
  options: TableOptions = {},
): string {
  const { limit = Infinity } = options, shown = rows.slice(0, limit);
  const drawn = columns.map(({ title, value, digits = 3 }) => {
    const values = shown.map(value), cells = values.map((v) => toCell(v, digits));
    const right = values.some((v) => typeof v === "number");
    const width = Math.max(widthOf(title), ...cells.map(widthOf));
    const lines = [title, "─".repeat(width), ...cells];
    return lines.map((line) => pad(line, width, right));
  });
  const lines = Array.from(
    { length: shown.length + 2 },
    (_, i) => drawn.map((column) => column[i]!).join("  ").trimEnd(),
  );
  if (shown.length < rows.length) lines.push(`${shown.length} of ${rows.length} rows`);
  return lines.join("\n");
}
