import { createHash } from "node:crypto";
import { compile, type TopLevelSpec } from "vega-lite";
import { labelOf } from "../plots/theme.ts";
import type { AnalysisTable } from "./analysis_tables.ts";
import { DETAIL_SPEC } from "./_detail_spec.ts";
import { escapeHtml } from "../format/escape_html.ts";
import { escapeJson } from "./_markup.ts";
import { claimsSection, methods, missingParts, overview } from "./_sections.ts";
import type { ResultFolder } from "../sweep/open_result_folder.ts";
import { repeatCommand } from "../sweep/repeat_command.ts";
import type { ReportFigure } from "./report_figures.ts";

/** What a page shows. */
export interface ReportContent {
  readonly input: ResultFolder;
  readonly tables: readonly AnalysisTable[];
  readonly figures: readonly ReportFigure[];
}

const text = (specifier: string) => Deno.readTextFileSync(new URL(import.meta.resolve(specifier)));

/** Figures whose rows the page exchanges when a filter changes: they are kept beside the specification. */
const FILTERED = new Set(["bubble", "parallel", "loss_curves"]);

interface Data {
  name?: string;
  values?: unknown[];
}

function pageFigure({ name, spec, page }: ReportFigure) {
  const shown = structuredClone(page ?? spec) as unknown as {
    data?: Data;
    layer?: { data?: Data }[];
  };
  if (!FILTERED.has(name)) return { spec: compiled(shown) };
  const data = shown.data ?? shown.layer!.find((layer) => layer.data?.name === "runs")!.data!;
  const rows = data.values;
  Object.assign(data, { name: "runs", values: [] });
  return { spec: compiled(shown), rows: name === "loss_curves" ? undefined : rows };
}

function compiled(spec: unknown): unknown {
  return compile(spec as TopLevelSpec).spec;
}

const COLUMNS = "run model optimizer learning_rate latent_size seed status epochs test_mse error"
  .split(" ");

/** The axes that a page can filter: those with several levels. */
function filteredAxes({ axes, results }: ResultFolder) {
  return axes.map(({ column, label }) => ({ name: column, label }))
    .filter(({ name }) => new Set(results.getColumn(name).toArray()).size > 1);
}

function pageContent({ input, figures }: ReportContent) {
  const axes = filteredAxes(input);
  const columns = [...new Set([...COLUMNS, ...axes.map(({ name }) => name)])];
  const runs = input.results.toRecords().map((row) => ({
    ...Object.fromEntries(columns.map((column) => [column, row[column] ?? null])),
    command: repeatCommand(row, input.manifest),
  }));
  const drawn = figures.filter(({ spec }) => spec).map((
    figure,
  ) => [figure.name, pageFigure(figure)]);
  const names = (field: "model" | "optimizer") => {
    const found = [...new Set(input.results.getColumn(field).toArray() as string[])];
    return Object.fromEntries(found.map((name) => [name, labelOf(name)]));
  };
  return {
    figures: Object.fromEntries([...drawn, ["detail", { spec: compiled(DETAIL_SPEC) }]]),
    runs,
    axes,
    labels: { model: names("model"), optimizer: names("optimizer") },
    curves: curvesByRun(input),
  };
}

function curvesByRun({ history }: ResultFolder) {
  const curves: Record<string, { training: (number | null)[]; validation: (number | null)[] }> = {};
  const short = (value: unknown) =>
    typeof value === "number" && Number.isFinite(value) ? Number(value.toPrecision(4)) : null;
  const of = (column: string) => history.getColumn(column).toArray() as unknown[];
  const [runs, train, validation] = [of("run"), of("train_loss"), of("validation_loss")];
  runs!.forEach((run, i) => {
    const curve = curves[String(run)] ??= { training: [], validation: [] };
    curve.training.push(short(train![i]));
    curve.validation.push(short(validation![i]));
  });
  return curves;
}

function figuresSection(figures: readonly ReportFigure[]): string {
  const place = (name: string, hidden = "") =>
    `<div class="figure" id="figure-${name}"${hidden}></div>`;
  const detail = '<div id="detail"><h4>The clicked bubble</h4><div id="detail-text">' +
    "<p>Click a bubble: its learning curves and the command that repeats it appear here.</p></div>" +
    `${place("detail", " hidden")}</div>`;
  const drawn = figures.filter(({ spec }) => spec);
  const parts = drawn.map(({ name, section }, i) =>
    (section === drawn[i - 1]?.section ? "" : `<h3>${escapeHtml(section)}</h3>`) +
    (name === "parallel"
      ? "<p>Draw a box over one or more axes to keep the runs that cross it.</p>"
      : "") +
    place(name) + (name === "bubble" ? detail : "")
  );
  return `<section id="figures"><h2>Figures</h2><p>Point at a mark to read it. The boxes below filter the bubble plot, the ` +
    `parallel coordinates and the loss curves; all other figures show every run.</p><div id="filters"></div>${
      parts.join("\n")
    }</section>`;
}

/** The page runs its own scripts only, by their hashes, and reaches no address. */
function policy(scripts: readonly string[]): string {
  const hash = (script: string) =>
    `'sha256-${createHash("sha256").update(script).digest("base64")}'`;
  return `default-src 'none'; script-src ${
    scripts.map(hash).join(" ")
  }; style-src 'unsafe-inline'; ` +
    "img-src data:; base-uri 'none'; form-action 'none'";
}

/**
 * The report as one page that needs no network: overview, claims, figures that answer, methods and provenance.
 *
 * No text of the results becomes markup: HTML and JSON are escaped, the page sets text only, its figures are evaluated by
 * an interpreter instead of `eval`, and its content security policy admits nothing but its own scripts.
 *
 * @param content The folder, its tables and its figures.
 * @returns A complete HTML document.
 *
 * @example
 * ```ts
 * import type { ReportContent } from "./report_html.ts";
 * import { reportHtml } from "./report_html.ts";
 * // `writeReport` shows where the content comes from.
 * const make: (content: ReportContent) => string = reportHtml;
 * if (make.length !== 1) throw new Error("one argument");
 * ```
 */
export function reportHtml(content: ReportContent): string {
  const { input, tables, figures } = content;
  const scripts = [
    "vega/build/vega.min.js",
    "vega-interpreter/build/vega-interpreter.min.js",
    "./_page.js",
  ]
    .map((specifier) =>
      text(specifier).replaceAll("\r\n", "\n").replace(/^\/\/# sourceMappingURL.*$/m, "")
    );
  const title = `Sensitivity report: ${input.manifest.data.name}`;
  const missing = missingParts(input, tables, figures);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(scripts)}">
<meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,">
<title>${escapeHtml(title)}</title>
<style>${text("./_page.css")}</style>
</head>
<body>
<h1>${escapeHtml(title)}</h1>
<nav><a href="#overview">Overview</a><a href="#claims">Claims</a><a href="#figures">Figures</a><a href="#methods">Methods</a></nav>
${overview(input, missing)}
${claimsSection(tables)}
${figuresSection(figures)}
${methods(input, tables)}
<div id="tip"></div>
<script type="application/json" id="content">${escapeJson(pageContent(content))}</script>
${scripts.map((script) => `<script>${script}</script>`).join("\n")}
</body>
</html>
`;
}
