import { writeWhole } from "../files.ts";
import { writeFigure } from "../plots/render.ts";
import { missingParts } from "./_sections.ts";
import { analysisTables, writeTables } from "./analysis_tables.ts";
import { refuseLinks } from "../sweep/store/refuse_links.ts";
import { openResultFolder } from "../sweep/open_result_folder.ts";
import { reportFigures } from "./report_figures.ts";
import { reportHtml } from "./report_html.ts";

/** What a report wrote. */
export interface WrittenReport {
  /** The page. */
  readonly page: string;
  readonly tables: readonly string[];
  /** Each figure as .svg, .png and .vl.json. */
  readonly figures: readonly string[];
  /** What is missing, and why. */
  readonly missing: readonly string[];
}

/**
 * Writes FOLDER/analysis, FOLDER/figures and FOLDER/report.html from a result folder, finished or not.
 *
 * @throws {InputError} If it holds no sweep, no run of it, or a link.
 */
export async function writeReport(folder: string): Promise<WrittenReport> {
  refuseLinks(folder, "report on");
  const input = openResultFolder(folder, "report on"), tables = analysisTables(input);
  const figures = reportFigures(input, tables);
  const written = await Promise.all(
    figures.map(async ({ name, spec }) =>
      spec ? Object.values(await writeFigure(spec, `${folder}/figures`, name)) : []
    ),
  );
  const page = `${folder}/report.html`;
  writeWhole(page, await reportHtml({ input, tables, figures }));
  return {
    page,
    tables: writeTables(tables, `${folder}/analysis`),
    figures: written.flat(),
    missing: missingParts(input, tables, figures),
  };
}
