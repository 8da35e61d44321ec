import { storing } from "../errors.ts";
import { unlessMissing, writeWhole } from "../files.ts";
import { figurePaths } from "../plots/figure_paths.ts";
import { writeFigure } from "../plots/render.ts";
import { openResultFolder, type ResultFolder } from "../sweep/open_result_folder.ts";
import { attemptLater } from "./_attempt.ts";
import { missingParts } from "./_sections.ts";
import { refuseLinks } from "../sweep/store/refuse_links.ts";
import { type AnalysisTable, plannedTables, writeAnalysisTable } from "./analysis_tables.ts";
import { plannedFigures, type ReportFigure } from "./report_figures.ts";
import { reportHtml } from "./report_html.ts";
import { returnMemory } from "../sweep/store/return_memory.ts";
import { tablePaths } from "../sweep/store/write_table.ts";

/** What a report wrote. */
export interface WrittenReport {
  /** The page. */
  readonly page: string;
  readonly tables: readonly string[];
  /** Each figure as .svg, .png and .vl.json. */
  readonly figures: readonly string[];
  /** What is missing, and why. */
  readonly missing: readonly string[];
  /** What there is to know before it is relied on, such as tables that were made anew. */
  readonly notices: readonly string[];
  /** What broke while a table or figure was made: defects, of which each left the others as they are. */
  readonly defects: readonly { readonly name: string; readonly error: Error }[];
}

/** How far a report is. */
export interface ReportProgress {
  /** What is made now: the results are read, then all tables, all figures and the page are written. */
  readonly stage: "results" | "tables" | "figures" | "page";
  /** The table or figure; empty for the other stages. */
  readonly name: string;
  /** How many of this stage are written, and how many it has. */
  readonly done: number;
  readonly of: number;
}

/** Options of {@linkcode writeReport}. */
export interface ReportOptions {
  /** Told before each table, each figure and the page is made. @default nobody */
  readonly onProgress?: (progress: ReportProgress) => void | Promise<void>;
}

type Tell = NonNullable<ReportOptions["onProgress"]>;

/** Removes what an earlier report wrote of a part that is missing now: the results may have been others then. */
function removeEarlier(files: Readonly<Record<string, string>>): void {
  for (const file of Object.values(files)) {
    storing(file, () => unlessMissing(() => Deno.removeSync(file), undefined));
  }
}

async function writeTables(input: ResultFolder, tell: Tell) {
  const tables: AnalysisTable[] = [], paths: string[] = [], planned = plannedTables(input);
  for (const { name, make } of planned) {
    await tell({ stage: "tables", name, done: tables.length, of: planned.length });
    const table = make(), folder = `${input.folder}/analysis`;
    if (!table.frame) removeEarlier(tablePaths(`${folder}/${name}`));
    paths.push(...writeAnalysisTable(table, folder));
    tables.push(table);
    await returnMemory();
  }
  return { tables, paths };
}

async function writeFigures(input: ResultFolder, tables: readonly AnalysisTable[], tell: Tell) {
  const figures: ReportFigure[] = [], paths: string[] = [], planned = plannedFigures(input, tables);
  for (const { name, make } of planned) {
    await tell({ stage: "figures", name, done: figures.length, of: planned.length });
    const figure = make(), { spec } = figure, folder = `${input.folder}/figures`;
    const { made, ...why } = await attemptLater(async () =>
      spec ? Object.values(await writeFigure(spec, folder, name)) : []
    );
    if (!made?.length) removeEarlier(figurePaths(`${folder}/${name}`));
    paths.push(...made ?? []);
    figures.push(made ? figure : { ...figure, ...why, spec: null });
    await returnMemory();
  }
  return { figures, paths };
}

/**
 * Writes FOLDER/analysis, FOLDER/figures and FOLDER/report.html from a result folder, finished or not: every table as soon as it
 * is made, then the figures, then the page. A table or figure that fails leaves all others, and is told; that of an earlier
 * report is removed.
 *
 * @throws {InputError} If it holds no sweep, no run of it, or a link.
 * @throws {StorageError} If nothing more can be written there; what was written before stays.
 */
export async function writeReport(
  folder: string,
  { onProgress: tell = () => {} }: ReportOptions = {},
): Promise<WrittenReport> {
  refuseLinks(folder, "report on");
  await tell({ stage: "results", name: "", done: 0, of: 1 });
  const input = openResultFolder(folder, "report on");
  await returnMemory();
  const { tables, paths } = await writeTables(input, tell);
  const { figures, paths: drawn } = await writeFigures(input, tables, tell);
  await tell({ stage: "page", name: "", done: 0, of: 1 });
  const page = `${folder}/report.html`;
  writeWhole(page, await reportHtml({ input, tables, figures }));
  return {
    page,
    tables: paths,
    figures: drawn,
    missing: missingParts(input, tables, figures),
    notices: input.notices,
    defects: [...tables, ...figures].flatMap(({ name, defect }) =>
      defect ? [{ name, error: defect }] : []
    ),
  };
}
