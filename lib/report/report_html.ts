import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import type { AnalysisTable } from "./analysis_tables.ts";
import { escapeHtml } from "../format/escape_html.ts";
import { dataSection } from "./_data_section.ts";
import { fontFaces } from "../plots/font_faces.ts";
import { pageContent } from "./_page_content.ts";
import type { PageContent } from "./page/content.ts";
import { pageScript } from "./_page_script.ts";
import { claimsSection } from "./_claims_section.ts";
import { numbersSection } from "./_numbers_section.ts";
import { robustnessSection } from "./_robustness_section.ts";
import { methods, missingParts, overview } from "./_sections.ts";
import type { ResultFolder } from "../sweep/open_result_folder.ts";
import type { ReportFigure } from "./report_figures.ts";

/** What a page shows. */
export interface ReportContent {
  readonly input: ResultFolder;
  readonly tables: readonly AnalysisTable[];
  readonly figures: readonly ReportFigure[];
}

const read = (specifier: string) => Deno.readTextFile(new URL(import.meta.resolve(specifier)));

function figuresSection(figures: readonly ReportFigure[], part: string): string {
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
  return `<section id="figures"><h2>Figures</h2><p>Point at a mark to read it. The boxes below ` +
    "filter the bubble plot, the parallel coordinates and the loss curves; all other figures " +
    `show every run.${escapeHtml(part)}</p><div id="filters"></div>${parts.join("\n")}</section>`;
}

/** How much of a large sweep the page tells run by run, and where the rest is; empty where it tells all. */
function partSentence({ history }: ResultFolder, { runs, told, figures }: PageContent): string {
  const all = runs.run.length, some = Object.values(told);
  if (some.length === all) return "";
  const curves = some.filter(({ validation }) => validation.length > 0).length;
  const lines = new Set(figures.parallel?.rows?.map((row) => Reflect.get(row, "run"))).size;
  return ` Of ${
    history.getColumn("run").nUnique()
  } learning curves this page has ${curves}, and ${lines} of ${all} runs have ` +
    "a line in the parallel coordinates: of each configuration the same share. Bubbles, tables and all other figures count every " +
    "run. All runs are in results.parquet, all curves in history.parquet, beside this page.";
}

/** Vega as it is published for pages, and the evaluator of its expressions. */
const LIBRARIES = [
  "vega/build/vega.min.js",
  "vega-interpreter/build/vega-interpreter.min.js",
];

/** The page runs its own scripts only, by their hashes, and contacts no address. */
function policy(scripts: readonly string[]): string {
  const hash = (script: string) =>
    `'sha256-${createHash("sha256").update(script).digest("base64")}'`;
  return `default-src 'none'; script-src ${scripts.map(hash).join(" ")}; style-src ` +
    "'unsafe-inline'; font-src data:; img-src data:; base-uri 'none'; form-action 'none'";
}

/**
 * The report as one page that needs no network: data, overview, claims, interactive figures, methods and provenance.
 *
 * No text of the results becomes markup: HTML and JSON are escaped, the page sets text only, its figures are evaluated by
 * an interpreter instead of `eval`, and its content security policy allows nothing but its own scripts.
 */
export async function reportHtml(content: ReportContent): Promise<string> {
  const { input, tables, figures } = content;
  const scripts = [
    ...await Promise.all(LIBRARIES.map(read)),
    await pageScript(),
  ].map((script) => script.replaceAll("\r\n", "\n").replace(/^\/\/# sourceMappingURL.*$/m, ""));
  const page = await pageContent(input, figures), json = JSON.stringify(page);
  const title = `Sensitivity report: ${input.manifest.data.name}`;
  const missing = missingParts(input, tables, figures);
  const shown = `${dataSection(input)}
${overview(input, missing)}
${claimsSection(tables)}
${robustnessSection(tables)}
${figuresSection(figures, partSentence(input, page))}
${numbersSection(tables)}
${methods(input, tables)}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(scripts)}">
<meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,">
<title>${escapeHtml(title)}</title>
<style>${await fontFaces(title + shown + json, [400, 600])}
${await read("./page/page.css")}</style>
</head>
<body>
<h1>${escapeHtml(title)}</h1>
<nav><a href="#data">Data</a><a href="#overview">Overview</a><a href="#claims">Claims</a><a href="#changes">What would change them</a><a href="#figures">Figures</a><a href="#methods">Methods</a></nav>
${shown}
<div id="tip"></div>
<script type="text/plain" id="content">${gzipSync(json).toString("base64")}</script>
${scripts.map((script) => `<script>${script}</script>`).join("\n")}
</body>
</html>
`;
}
