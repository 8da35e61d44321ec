import type { TopLevelSpec } from "vega-lite";
import { bubbleGrid } from "../plots/bubble_grid.ts";
import { inOrder, levelLabel } from "../plots/labels.ts";
import { compileFigure } from "../plots/render.ts";
import type { ResultFolder } from "../sweep/open_result_folder.ts";
import { repeatCommand } from "../sweep/repeat_command.ts";
import { DETAIL_SPEC } from "./_detail_spec.ts";
import type { PageAxis, PageContent, PageCurves, PageFigure, PageRun } from "./page/content.ts";
import type { ReportFigure } from "./report_figures.ts";

/** Figures whose rows the page exchanges when a filter changes: they are kept beside the specification. */
const FILTERED = new Set(["bubble", "parallel", "loss_curves"]);

interface Data {
  name?: string;
  values?: object[];
}

async function pageFigure({ name, spec, page }: ReportFigure): Promise<PageFigure> {
  const shown = structuredClone(page ?? spec)!;
  if (!FILTERED.has(name)) return { spec: await compileFigure(shown) };
  const { data, layer } = shown as unknown as { data?: Data; layer?: { data?: Data }[] };
  const runs = data ?? layer!.find((layer) => layer.data?.name === "runs")!.data!;
  const rows = runs.values;
  Object.assign(runs, { name: "runs", values: [] });
  // The page has the losses of every run anyway, as curves.
  return { spec: await compileFigure(shown), ...(name !== "loss_curves" && { rows }) };
}

/** Levels in the order in which figures have them; null stands for runs whose model has no such option. */
function levelsOf(found: readonly unknown[]): PageAxis["levels"] {
  const known = [...new Set(found)].filter((level) => level !== null);
  const levels = known.every((level) => typeof level === "number")
    ? known.sort((a, b) => a - b)
    : inOrder(known.map(String));
  const none = found.includes(null) ? [{ level: null, label: "–" }] : [];
  return [...levels.map((level) => ({ level, label: levelLabel(level) })), ...none];
}

/** The axes that a page can filter: those with several levels. */
function filteredAxes({ axes, results }: ResultFolder): PageAxis[] {
  return axes.map(({ column, label }) => ({
    column,
    label,
    levels: levelsOf(results.getColumn(column).toArray()),
  })).filter(({ levels }) => levels.length > 1);
}

function curvesByRun({ history }: ResultFolder): Record<string, PageCurves> {
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

const COLUMNS = ["run", "status", "epochs", "test_mse", "error"];

/** What the page's script is given. */
export async function pageContent(
  input: ResultFolder,
  figures: readonly ReportFigure[],
): Promise<PageContent> {
  const { axes, manifest } = input, rows = input.results.toRecords();
  const columns = [...COLUMNS, ...axes.map(({ column }) => column)];
  const { models, optimizers, latentSizes, learningRates } = bubbleGrid(rows, { axes });
  const drawn = await Promise.all(
    figures.filter(({ spec }) => spec).map(async (own) => [own.name, await pageFigure(own)]),
  );
  const detail = { spec: await compileFigure(DETAIL_SPEC as unknown as TopLevelSpec) };
  return {
    figures: Object.fromEntries([...drawn, ["detail", detail]]),
    runs: rows.map((row) => ({
      ...Object.fromEntries(columns.map((column) => [column, row[column] ?? null])),
      command: repeatCommand(row, manifest),
    })) as unknown as PageRun[],
    axes: filteredAxes(input),
    grid: { models, optimizers, latentSizes, learningRates },
    curves: curvesByRun(input),
  };
}
