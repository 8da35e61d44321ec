import type { TopLevelSpec } from "vega-lite";
import type { ExpectedBestRow } from "../analysis/expected_best_curve.ts";
import { countRange, figure, logDomain, logTicks, required, treatmentSentence } from "./_figure.ts";
import { COLORS, inOrder, labelOf } from "./theme.ts";

/** Options of {@linkcode expectedBestPlot}. */
export interface ExpectedBestPlotOptions {
  /** The column whose values get a curve each. @default "model" */
  readonly by?: string;
  /** The mean predictor's error, drawn as a dashed line. @default none */
  readonly meanPredictor?: number;
  /** The best number of principal components with its error, drawn likewise. @default none */
  readonly pca?: { readonly components: number; readonly mse: number };
}

type Row = ExpectedBestRow & Readonly<Record<string, unknown>>;

/**
 * Expected-best curves (Dodge et al. 2019): what the best of n random configurations reaches.
 *
 * @param rows Rows of `expectedBestCurve`; those with the clipped loss are drawn, ranks are not.
 * @returns A Vega-Lite 5 specification with inline data.
 * @throws {InputError} If there is no such row.
 *
 * @example
 * ```ts
 * import { expectedBestPlot } from "./expected_best_plot.ts";
 * const row = { model: "vae", treatment: "clip", response: "test_mse", low: 0.1, high: 0.5, runs: 90 } as const;
 * const spec = expectedBestPlot([
 *   { ...row, trials: 1, expected: 0.4 }, { ...row, trials: 10, expected: 0.2 },
 * ], { meanPredictor: 1 });
 * if (!JSON.stringify(spec).includes("mean predictor")) throw new Error("the floor is missing");
 * ```
 */
export function expectedBestPlot(
  rows: readonly ExpectedBestRow[],
  options: ExpectedBestPlotOptions = {},
): TopLevelSpec {
  const { by = "model", meanPredictor, pca } = options;
  const kept = required(rows.filter((row) => row.treatment === "clip"), "expected-best curves");
  const values = (kept as Row[]).map((row) => ({
    name: labelOf(String(row[by])),
    trials: row.trials,
    expected: row.expected,
    low: row.low,
    high: row.high,
  }));
  const names = inOrder((kept as Row[]).map((row) => String(row[by]))).map(labelOf);
  const ends = values.flatMap(({ low, high }) => [low, high]);
  const domain = logDomain([...ends, meanPredictor ?? ends[0]!, pca?.mse ?? ends[0]!]);
  const runs = countRange(kept.map((row) => row.runs));
  const note = [
    `Expected lowest test MSE of n configurations drawn at random from ${runs} runs per ${
      labelOf(by).toLowerCase()
    } (failed ones left out). Bands: 5 % to 95 % of such draws. ${treatmentSentence("clip")}`,
  ];
  return figure({ title: "What a random search reaches", note, width: 560 }, {
    width: 460,
    height: 260,
    layer: [
      ...(meanPredictor === undefined ? [] : floor(meanPredictor, "mean predictor", 10)),
      ...(pca === undefined ? [] : floor(pca.mse, `PCA, ${pca.components} components`, -7)),
      ...curves(values, names, { by, domain }),
    ],
  });
}

function curves(
  values: readonly unknown[],
  names: readonly string[],
  { by, domain }: { by: string; domain: [number, number] },
) {
  const x = {
    field: "trials",
    type: "quantitative",
    title: "Configurations tried, n (log scale)",
    scale: { type: "log", nice: false },
    axis: { values: [1, 2, 3, 5, 10, 20, 30, 50, 100], format: "d", grid: false },
  };
  const y = {
    type: "quantitative",
    title: "Expected best test MSE",
    scale: { type: "log", domain, nice: false },
    axis: { format: "~g", values: logTicks(domain) },
  };
  const range = names.map((_, i) => COLORS.categories[i % COLORS.categories.length]);
  const color = {
    field: "name",
    type: "nominal",
    scale: { domain: names, range },
    legend: { title: labelOf(by), symbolOpacity: 1 },
  };
  const tooltip = [
    { field: "name", title: labelOf(by), type: "nominal" },
    { field: "trials", title: "n", type: "quantitative" },
    { field: "expected", title: "Expected best", type: "quantitative", format: ".4~r" },
  ];
  return [
    {
      data: { values },
      mark: { type: "area", opacity: 0.1 },
      encoding: { x, y: { ...y, field: "low", stack: null }, y2: { field: "high" }, color },
    },
    {
      data: { values },
      mark: { type: "line", strokeWidth: 2, point: { size: 26 } },
      encoding: { x, y: { ...y, field: "expected" }, color, tooltip },
    },
  ];
}

function floor(error: number, label: string, dy: number) {
  const data = { values: [{ error, label }] };
  const y = { field: "error", type: "quantitative" };
  return [
    { data, mark: { type: "rule", strokeDash: [5, 4], color: COLORS.mutedInk }, encoding: { y } },
    {
      data,
      mark: { type: "text", align: "right", dx: -4, dy, color: COLORS.mutedInk },
      encoding: { y, x: { value: "width" }, text: { field: "label", type: "nominal" } },
    },
  ];
}
