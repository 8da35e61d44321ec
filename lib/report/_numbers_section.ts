import { axisWords, levelLabel, levelsLabel } from "../plots/labels.ts";
import { escapeHtml } from "../format/escape_html.ts";
import type { AnalysisTable } from "./analysis_tables.ts";
import { htmlTable } from "./_markup.ts";

/** Tables that say by themselves what a figure would; the others have one. */
const SHOWN = ["choice_cost", "variance_components", "downstream_references", "budget"];
/** Longer tables are folded, and those still longer are read in their files. */
const OPEN_ROWS = 24, MOST_ROWS = 160;
/** Columns that are shares, of runs or of an error: written in per cent. */
const SHARES = new Set([
  ...["cost", "test_optimism", "validation_optimism"],
  ...["at_cap", "stalled", "diverged", "last_tenth"],
]);

const heading = (column: string) => {
  const words = column.replaceAll("_", " ").replace(/\bmse\b/, "MSE");
  return words.charAt(0).toUpperCase() + words.slice(1) + (SHARES.has(column) ? " (%)" : "");
};

/** Whether a column holds errors, which keep zeros among their digits. */
const isError = (column: string) => /(^|_)mse$/.test(column);

function cell(column: string, value: unknown): unknown {
  if (SHARES.has(column) && typeof value === "number") return 100 * value;
  if (typeof value !== "string") return value;
  if (column === "over") return axisWords(value);
  return column.endsWith("configuration") ? levelsLabel(value) : levelLabel(value);
}

function shown({ name, about, frame }: AnalysisTable): string {
  const rows = frame!.toRecords(), columns = frame!.columns;
  const cells = rows.slice(0, MOST_ROWS).map((row) => columns.map((name) => cell(name, row[name])));
  const more = rows.length > MOST_ROWS
    ? `<p>${MOST_ROWS} of ${rows.length} rows; all are in analysis/${name}.csv.</p>`
    : "";
  return `<details${rows.length > OPEN_ROWS ? "" : " open"}><summary>${
    escapeHtml(about)
  }</summary>` +
    `${
      htmlTable(columns.map(heading), cells, { measured: columns.filter(isError).map(heading) })
    }${more}</details>`;
}

/** The short tables that have no figure; empty where the results allow none of them. */
export function numbersSection(tables: readonly AnalysisTable[]): string {
  const found = SHOWN.flatMap((name) =>
    tables.filter((table) => table.name === name && table.frame && table.frame.height > 0)
  );
  return found.length === 0
    ? ""
    : `<section id="numbers"><h2>In numbers</h2>${found.map(shown).join("\n")}</section>`;
}
