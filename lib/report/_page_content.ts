import pl from "nodejs-polars";
import type { TopLevelSpec } from "vega-lite";
import { bubbleGrid } from "../plots/bubble_grid.ts";
import { inOrder, levelLabel } from "../plots/labels.ts";
import { compileFigure } from "../plots/render.ts";
import type { ResultFolder } from "../sweep/open_result_folder.ts";
import { repeatCommand } from "../sweep/repeat_command.ts";
import { DETAIL_SPEC } from "./_detail_spec.ts";
import { runRecords } from "./run_records.ts";
import type { PageAxis, PageContent, PageFigure, PageRun } from "./page/content.ts";
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
  // The page has losses as curves anyway.
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

const short = (value: unknown) =>
  typeof value === "number" && Number.isFinite(value) ? Number(value.toPrecision(4)) : null;

/** The runs that a figure draws one by one. */
function drawnRuns(figures: readonly ReportFigure[], name: string): string[] {
  const { page } = figures.find((figure) => figure.name === name) ?? {};
  const { data, layer } = (page ?? {}) as unknown as { data?: Data; layer?: { data?: Data }[] };
  const rows = data?.values ?? layer?.flatMap(({ data }) => data?.values ?? []) ?? [];
  return [...new Set(rows.flatMap((row) => "run" in row ? String(row.run) : []))];
}

/** The runs that the page tells one by one: all that figures draw, or all there are if they are few. */
function toldRuns({ results }: ResultFolder, figures: readonly ReportFigure[]): pl.DataFrame {
  if (results.height <= FEW) return results;
  const drawn = ["parallel", "loss_curves"].flatMap((name) => drawnRuns(figures, name));
  return results.filter(pl.col("run").isIn([...new Set(drawn)]));
}

/** Up to so many runs are all told. */
const FEW = 5000;

function told(
  { history, manifest }: ResultFolder,
  runs: pl.DataFrame,
): Record<string, PageRun> {
  const found = new Map(
    runs.toRecords().map((row) => [String(row.run), {
      error: row.error as string | null ?? null,
      command: repeatCommand(row, manifest),
      training: [] as (number | null)[],
      validation: [] as (number | null)[],
    }]),
  );
  const own = history.filter(pl.col("run").isIn([...found.keys()]));
  const of = (column: string) => own.getColumn(column).toArray() as unknown[];
  const [train, validation] = [of("train_loss"), of("validation_loss")];
  of("run").forEach((run, i) => {
    found.get(String(run))!.training.push(short(train![i]));
    found.get(String(run))!.validation.push(short(validation![i]));
  });
  return Object.fromEntries(found);
}

const COLUMNS = ["status", "epochs", "test_mse"];

/** What the page's script is given. */
export async function pageContent(
  input: ResultFolder,
  figures: readonly ReportFigure[],
): Promise<PageContent> {
  const { axes } = input, rows = runRecords(input);
  const columns = [...COLUMNS, ...axes.map(({ column }) => column)];
  const { models, optimizers, latentSizes, learningRates } = bubbleGrid(rows, { axes });
  const drawn = await Promise.all(
    figures.filter(({ spec }) => spec).map(async (own) => [own.name, await pageFigure(own)]),
  );
  const detail = { spec: await compileFigure(DETAIL_SPEC as unknown as TopLevelSpec) };
  const values = (column: string) => rows.map((row) => row[column] ?? null);
  return {
    figures: Object.fromEntries([...drawn, ["detail", detail]]),
    runs: {
      run: rows.map(({ run }) => String(run)),
      ...Object.fromEntries(columns.map((column) => [column, values(column)])),
    },
    axes: filteredAxes(input),
    grid: { models, optimizers, latentSizes, learningRates },
    told: told(input, toldRuns(input, figures)),
    curves: drawnRuns(figures, "loss_curves"),
  };
}
