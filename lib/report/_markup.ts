import { escapeHtml } from "../format/escape_html.ts";
import { minusSigns } from "../format/minus_signs.ts";
import { formatNumber } from "../format/number.ts";

/** A list of texts. */
export function htmlList(items: readonly string[]): string {
  return `<ul>${items.map((item) => `<li>${escapeHtml(item)}</li>`).join("")}</ul>`;
}

/** A table; numbers are rounded and set flush right. */
export function htmlTable(
  titles: readonly string[],
  rows: readonly (readonly unknown[])[],
): string {
  const cell = (value: unknown) =>
    typeof value === "number" || value === null || value === undefined
      ? `<td class="number">${escapeHtml(minusSigns(formatNumber(value as number | null)))}</td>`
      : `<td>${escapeHtml(value)}</td>`;
  const right = (column: number) => typeof rows[0]?.[column] === "number" ? ' class="number"' : "";
  const head = titles.map((title, i) => `<th${right(i)}>${escapeHtml(title)}</th>`).join("");
  const body = rows.map((row) => `<tr>${row.map(cell).join("")}</tr>`).join("\n");
  return `<div class="table"><table><thead><tr>${head}</tr></thead><tbody>\n${body}\n</tbody></table></div>`;
}
