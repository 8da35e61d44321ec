import { escapeHtml } from "../format/escape_html.ts";
import { minusSigns } from "../format/minus_signs.ts";
import { formatNumber } from "../format/number.ts";
import { formatSignificant } from "../format/format_significant.ts";

/** A list of texts. */
export function htmlList(items: readonly string[]): string {
  return `<ul>${items.map((item) => `<li>${escapeHtml(item)}</li>`).join("")}</ul>`;
}

/** Options of {@linkcode htmlTable}. */
export interface HtmlTableOptions {
  /** Titles of columns of measured numbers, which keep zeros among their three digits. @default [] */
  readonly measured?: readonly string[];
}

/** A table; numbers are rounded and set flush right. */
export function htmlTable(
  titles: readonly string[],
  rows: readonly (readonly unknown[])[],
  { measured = [] }: HtmlTableOptions = {},
): string {
  const writers = titles.map((title) =>
    measured.includes(title) ? formatSignificant : formatNumber
  );
  const cell = (value: unknown, column: number) =>
    typeof value === "number" || value === null || value === undefined
      ? `<td class="number">${
        escapeHtml(minusSigns(writers[column]!(value as number | null)))
      }</td>`
      : `<td>${escapeHtml(value)}</td>`;
  const right = (column: number) => typeof rows[0]?.[column] === "number" ? ' class="number"' : "";
  const head = titles.map((title, i) => `<th${right(i)}>${escapeHtml(title)}</th>`).join("");
  const body = rows.map((row) => `<tr>${row.map((value, i) => cell(value, i)).join("")}</tr>`).join(
    "\n",
  );
  return `<div class="table"><table><thead><tr>${head}</tr></thead><tbody>\n${body}\n</tbody></table></div>`;
}
