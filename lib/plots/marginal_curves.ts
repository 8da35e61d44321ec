import type { TopLevelSpec } from "vega-lite";
import type { BaselineFloor } from "../analysis/baseline_floor.ts";
import type { EffectRow } from "../analysis/effects.ts";
import { BASELINE_DASH, BASELINE_WIDTH, BASELINES } from "./_baseline_dash.ts";
import {
  droppedSentence,
  figure,
  levelsInOrder,
  logDomain,
  logTicks,
  required,
  treatmentSentence,
} from "./_figure.ts";
import { SHAPES } from "./_lines.ts";
import { COLORS, inOrder, labelOf } from "./theme.ts";

/** Options of {@linkcode marginalCurves}. */
export interface MarginalOptions {
  /** The column whose values get a line each. @default "model" */
  readonly by?: string;
  /** The mean predictor, and PCA by number of components, drawn as the floor. @default none */
  readonly floor?: BaselineFloor;
}

type Row = EffectRow & Readonly<Record<string, unknown>>;

/** Means of logarithms are shown as the geometric means they are. */
function toValues(rows: readonly Row[], by: string, logarithmic: boolean) {
  const back = (value: number | null) => value === null || !logarithmic ? value : 10 ** value;
  return rows.map((row) => ({
    line: labelOf(String(row[by] ?? "all")),
    level: labelOf(row.level_1),
    mean: back(row.mean),
    low: back(row.low),
    high: back(row.high),
  }));
}

function panel(name: string, rows: readonly Row[], about: {
  by: string;
  lines: readonly string[];
  logarithmic: boolean;
  first: boolean;
  domain: [number, number];
  floor: BaselineFloor | undefined;
}) {
  const values = toValues(rows, about.by, about.logarithmic);
  const levels = levelsInOrder(rows.map((row) => row.level_1));
  const sort = (name === "model" || name === "optimizer" ? inOrder(levels) : levels).map(labelOf);
  const x = {
    field: "level",
    type: "ordinal",
    sort,
    title: labelOf(name),
    axis: { labelAngle: 0, labelOverlap: false },
    scale: { type: "point", padding: 0.4 },
  };
  const y = {
    field: "mean",
    type: "quantitative",
    title: about.first ? (about.logarithmic ? "Geometric mean of test MSE" : "Mean rank") : null,
    scale: about.logarithmic
      ? { type: "log", domain: about.domain, nice: false }
      : { type: "linear", zero: false },
    axis: about.logarithmic
      ? { format: "~g", values: logTicks(about.domain) }
      : { format: "~g", tickCount: 5 },
  };
  const color = {
    field: "line",
    type: "nominal",
    scale: { domain: about.lines, range: about.lines.map((_, i) => COLORS.categories[i % 7]) },
    legend: about.lines.length > 1 ? { title: labelOf(about.by), orient: "bottom" } : null,
  };
  const range = about.lines.map((_, i) => SHAPES[i % SHAPES.length]);
  const shape = { ...color, scale: { domain: about.lines, range } };
  const interval = {
    transform: [{ filter: "isValid(datum.low)" }],
    mark: { type: "rule", strokeWidth: 1.4, opacity: 0.8 },
    encoding: { x, y: { ...y, field: "low" }, y2: { field: "high" }, color },
  };
  return {
    data: { values },
    width: Math.max(150, sort.length * 50),
    height: 200,
    layer: [
      ...(about.floor ? [floorLayer(about.floor, name, { x, y, levels })] : []),
      ...(values.some(({ low }) => low !== null) ? [interval] : []),
      { mark: { type: "line", strokeWidth: 1.8 }, encoding: { x, y, color } },
      {
        mark: { type: "point", size: 36, filled: true, opacity: 1 },
        encoding: { x, y, color, shape, tooltip: TOOLTIP },
      },
    ],
  };
}

/** The mean predictor across, and in the panel of latent sizes the components there are as many of. */
function floorLayer(
  { meanPredictor, pca }: BaselineFloor,
  name: string,
  { x, y, levels }: { x: unknown; y: object; levels: readonly string[] },
) {
  const components = name === "latent_size"
    ? pca.filter(({ components }) => levels.includes(String(components)))
    : [];
  const values = [
    ...components.map(({ components, mse }) => ({
      level: String(components),
      floor: BASELINES.pca,
      mean: mse,
    })),
    ...levels.map((level) => ({
      level: labelOf(level),
      floor: BASELINES.mean,
      mean: meanPredictor,
    })),
  ];
  const mark = { type: "line", color: COLORS.mutedInk, strokeWidth: BASELINE_WIDTH };
  return { data: { values }, mark, encoding: { x, y, strokeDash: BASELINE_DASH } };
}

const TOOLTIP = [
  { field: "line", title: "Line", type: "nominal" },
  { field: "level", title: "Level", type: "nominal" },
  { field: "mean", title: "Mean", type: "quantitative", format: ".4~r" },
  { field: "low", title: "From", type: "quantitative", format: ".4~r" },
  { field: "high", title: "To", type: "quantitative", format: ".4~r" },
];

/**
 * Marginal curves: the mean outcome at each level of each hyper-parameter, over all levels of the others.
 *
 * @param rows Rows of `effects`, of one treatment of diverged runs; pairs among them are not drawn.
 * @returns A Vega-Lite 5 specification with inline data.
 * @throws {InputError} If there is no main effect.
 *
 * @example
 * ```ts
 * import { marginalCurves } from "./marginal_curves.ts";
 * const row = {
 *   axes: "latent_size", axis_1: "latent_size", axis_2: null, level_2: null, effect: 0, low: null, high: null,
 *   response: "log10 test_mse", treatment: "clip", dropped: "",
 * } as const;
 * const spec = marginalCurves([{ ...row, level_1: "10", mean: -1 }, { ...row, level_1: "9", mean: -2 }]);
 * if (!JSON.stringify(spec).includes('"sort":["9","10"]')) throw new Error("levels go by size");
 * ```
 */
export function marginalCurves(
  rows: readonly EffectRow[],
  options: MarginalOptions = {},
): TopLevelSpec {
  const { by = "model", floor } = options;
  const main = required(rows.filter((row) => row.axis_2 === null), "marginal curves") as Row[];
  const { response, treatment } = main[0]!, logarithmic = response.startsWith("log10");
  const lines = inOrder(main.map((row) => String(row[by] ?? "all"))).map(labelOf);
  const all = toValues(main, by, logarithmic);
  const drawn = logarithmic ? floor : undefined; // ranks have no floor
  const domain = logDomain([
    ...all.flatMap(({ mean, low, high }) => [mean!, low ?? mean!, high ?? mean!]),
    ...(drawn ? [drawn.meanPredictor, ...drawn.pca.map(({ mse }) => mse)] : []),
  ]);
  const axes = inOrder(main.map((row) => row.axis_1));
  const interval = main.some((row) => row.low !== null)
    ? "Rules: 95 % intervals over seeds."
    : "One seed: no intervals.";
  const note = [
    `Each point: mean over all levels of the other hyper-parameters and all seeds. ${interval} ` +
    `${treatmentSentence(treatment)} ${droppedSentence(main)}`,
    drawn ? "Baselines: principal components and the mean predictor on the same splits." : "",
  ];
  return figure({ title: "What each hyper-parameter does on average", note, width: 760 }, {
    columns: 3,
    concat: axes.map((name, i) =>
      panel(name, main.filter((row) => row.axis_1 === name), {
        by,
        lines,
        logarithmic,
        domain,
        floor: drawn,
        first: i % 3 === 0,
      })
    ),
    resolve: { scale: { color: "shared", y: "shared", shape: "shared", strokeDash: "shared" } },
    spacing: 24,
  });
}
