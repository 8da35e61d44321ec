import type { TopLevelSpec } from "vega-lite";
import type { VisibleRow } from "../analysis/visible_difference.ts";
import { InputError } from "../errors.ts";
import { countRange, figure, logDomain, logTicks, required, type TableRow } from "./_figure.ts";
import { COLORS, inOrder, labelOf } from "./theme.ts";

/** Options of {@linkcode visibleDifferencePlot}. */
export interface VisiblePlotOptions {
  /** The column whose values get a line each. @default "model" */
  readonly by?: string;
}

type Row = VisibleRow & TableRow;

/** "two levels of learning_rate", with the axis as figures write it. */
function contrastName(contrast: string): string {
  const [, axis] = contrast.match(/^two levels of (.+)$/) ?? [];
  return axis ? `Two levels: ${labelOf(axis).toLowerCase()}` : "Two configurations";
}

function encoding(values: readonly { seeds: number; percent: number }[], names: readonly string[]) {
  const domain = logDomain(values.map(({ percent }) => percent));
  return {
    x: {
      field: "seeds",
      type: "quantitative",
      title: "Seeds",
      scale: { type: "log", nice: false },
      axis: { values: [...new Set(values.map(({ seeds }) => seeds))], format: "d", grid: false },
    },
    y: {
      field: "percent",
      type: "quantitative",
      title: "Smallest visible difference of test MSE",
      scale: { type: "log", domain, nice: false },
      axis: { format: ".2~%", values: logTicks(domain) },
    },
    color: {
      field: "line",
      type: "nominal",
      scale: { domain: names, range: names.map((_, i) => COLORS.categories[i % 7]) },
      legend: { title: "Model" },
    },
    tooltip: [
      { field: "line", title: "Model", type: "nominal" },
      { field: "contrast", title: "Between", type: "nominal" },
      { field: "seeds", title: "Seeds", type: "quantitative" },
      { field: "percent", title: "Smallest visible", type: "quantitative", format: ".2%" },
      { field: "noise", title: "Factor between seeds", type: "quantitative", format: ".4f" },
    ],
  };
}

/**
 * Power: the smallest difference that k seeds make visible, between two configurations and between two levels of each
 * hyper-parameter (averaged over everything else).
 *
 * @param rows Rows of `visibleDifference`.
 * @returns A Vega-Lite 5 specification with inline data.
 * @throws {InputError} If no configuration has two seeds: then nothing says what the noise is.
 *
 * @example
 * ```ts
 * import { visibleDifferencePlot } from "./visible_difference_plot.ts";
 * const row = {
 *   model: "vae", contrast: "two configurations", noise: 0.01, difference: 0.02, ratio: 1.047, configurations: 8,
 *   response: "log10 test_mse", treatment: "clip",
 * } as const;
 * const text = JSON.stringify(visibleDifferencePlot([{ ...row, seeds: 2 }, { ...row, seeds: 5, ratio: 1.02 }]));
 * if (!text.includes("8")) throw new Error("n is missing");
 * ```
 */
export function visibleDifferencePlot(
  rows: readonly VisibleRow[],
  { by = "model" }: VisiblePlotOptions = {},
): TopLevelSpec {
  const all = required(rows, "visible differences") as Row[];
  const known = all.filter(({ ratio }) => ratio !== null);
  if (known.length === 0) {
    throw new InputError(
      "Cannot draw visible differences: no configuration has two seeds without divergence; run a second seed",
    );
  }
  const values = known.map((row) => ({
    line: labelOf(String(row[by] ?? "all")),
    contrast: contrastName(row.contrast),
    seeds: row.seeds,
    percent: row.ratio! - 1,
    noise: row.noise === null ? null : 10 ** row.noise,
  })).filter(({ percent }) => percent > 0);
  required(values, "visible differences between seeds that are all alike");
  const names = inOrder(known.map((row) => String(row[by] ?? "all"))).map(labelOf);
  const panels = [...new Set(values.map(({ contrast }) => contrast))];
  const counts = countRange(known.map((row) => row.configurations));
  const note = [
    `What a t-test at 5 % sees with a power of 80 %, from the spread between seeds of ${counts} configurations per ${
      labelOf(by).toLowerCase()
    }.`,
    "Configurations with a diverged run are left out of the spread: divergence is counted by itself. Levels are averaged over " +
    "all configurations that have them.",
  ];
  const width = panels.length > 1 ? 170 : 380;
  return figure({
    title: "How many seeds does a difference take?",
    note,
    width: Math.max(560, panels.length * (width + 25) + 120),
  }, {
    data: { values },
    ...(panels.length > 1
      ? {
        facet: {
          column: {
            field: "contrast",
            type: "nominal",
            sort: panels,
            header: { title: null, labelPadding: 6, labelFontSize: 12 },
          },
        },
        spec: { width, height: 220, ...LINE, encoding: encoding(values, names) },
      }
      : { width, height: 220, ...LINE, encoding: encoding(values, names) }),
  });
}

const LINE = { mark: { type: "line", strokeWidth: 1.8, point: { size: 34, filled: true } } };
