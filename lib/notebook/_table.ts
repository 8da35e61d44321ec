import { escapeHtml } from "../format/escape_html.ts";
import { formatNumber } from "../format/number.ts";
import { formatTable } from "../format/table.ts";

type Row = Readonly<Record<string, unknown>>;

/** Rows of any kind with the names of their columns. */
export interface TableData {
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

/** What a table shows at most, and above it. */
export interface TableStyle {
  readonly limit: number;
  readonly title?: string;
}

const DIGITS = 4;
const CELL = "padding:2px 10px;white-space:nowrap";
/** Characters from which a text is broken into lines. */
const LONG = 80;

/** Whether a value stands flush right, as numbers do and what stands in for one. */
function isNumeric({ rows }: TableData, column: string): boolean {
  const known = rows.map((row) => row[column]).filter((v) => v !== null && v !== undefined);
  return known.length > 0 && known.every((v) => typeof v === "number" || typeof v === "bigint");
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return "null";
  if (typeof value === "number") return formatNumber(value, DIGITS);
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** A cell; missing values look different from numbers. */
function cell(value: unknown, align: string): string {
  const missing = value === null || value === undefined || Number.isNaN(value);
  const text = escapeHtml(cellText(value));
  const breaks = text.length > LONG ? ";white-space:normal;overflow-wrap:anywhere" : "";
  const content = missing ? `<i style="opacity:.55">${text}</i>` : text;
  return `<td style="${CELL};text-align:${align}${breaks}">${content}</td>`;
}

function countLine({ rows, columns }: TableData, limit: number): string {
  const total = rows.length.toLocaleString("en"), wide = `${columns.length} columns`;
  return rows.length > limit
    ? `${limit} of ${total} rows, ${wide}`
    : `${total} of ${total} rows, ${wide}`;
}

/** A table as HTML that needs no style sheet, and as text. */
export function renderTable(table: TableData, { limit, title }: TableStyle): {
  readonly html: string;
  readonly text: string;
} {
  const { columns, rows } = table, shown = rows.slice(0, limit), count = countLine(table, limit);
  const aligned = columns.map((name) => [name, isNumeric(table, name) ? "right" : "left"] as const);
  const head = aligned.map(([name, align]) =>
    `<th style="${CELL};text-align:${align}">${escapeHtml(name)}</th>`
  );
  const body = shown.map((row) =>
    `<tr>${aligned.map(([name, align]) => cell(row[name], align)).join("")}</tr>`
  );
  const heading = title === undefined
    ? ""
    : `<div style="font-weight:600;margin:4px 0">${escapeHtml(title)}</div>`;
  const html = `<div style="overflow-x:auto">${heading}<table style="border-collapse:collapse">` +
    `<thead><tr>${head.join("")}</tr></thead><tbody>${body.join("")}</tbody></table>` +
    `<div style="opacity:.7;font-size:smaller;margin:4px 0">${count}</div></div>`;
  const text = formatTable(shown, columns.map((name) => textColumn(name)));
  return { html, text: [title, text, count].filter((line) => line !== undefined).join("\n") };
}

function textColumn(name: string) {
  const value = (row: Row) => {
    const content = row[name];
    return typeof content === "number" ? content : cellText(content);
  };
  return { title: name, value, digits: DIGITS };
}
