import type { TopLevelSpec } from "vega-lite";
import type { ClipCurveRow } from "../analysis/clip_curve.ts";
import { plural } from "../format/plural.ts";
import { ascending, logTicksAxis, palette, type Part, shareAxis, tooltip } from "./_channels.ts";
import { panelFigure, required } from "./_figure.ts";
import { dot, partOf, withNumber } from "./_marks.ts";
import {
  axesLabel,
  countRange,
  droppedSentence,
  labelIn,
  labelsIn,
  seedSentence,
} from "./_words.ts";
import { inOrder } from "./labels.ts";
import { COLORS } from "./theme.ts";

function toValues(rows: readonly ClipCurveRow[]) {
  return rows.filter((row) => row.importance !== null).map((row) => ({
    part: row.treatment === "rank" ? "rank" : "clip",
    panel: row.model === "all" ? "All models" : labelIn(row, "model"),
    axis: axesLabel(row.axis),
    level: row.clip_level,
    importance: row.importance!,
    low: row.low,
    high: row.high,
  }));
}

/** What ranks say, over the whole panel: a dashed rule in a band of its interval. */
function rankLayers(y: Part, color: Part, told: readonly Part[]): Part[] {
  const ranks = partOf("rank"), known = withNumber("low");
  return [
    {
      transform: [...ranks.transform as object[], ...known.transform as object[]],
      mark: { type: "rect", opacity: 0.09, clip: true },
      encoding: { y: { ...y, field: "low" }, y2: { field: "high" }, color },
    },
    {
      ...ranks,
      mark: { type: "rule", strokeDash: [5, 4], strokeWidth: 1.4, clip: true },
      encoding: { y, color, tooltip: told },
    },
  ];
}

/**
 * How total importances change with the limit at which losses are clipped, a panel over all models and one per model; what ranks
 * say is a dashed rule, as they have no limit.
 *
 * @param rows Rows of `clipCurve`.
 * @throws {InputError} If there is no importance to draw.
 *
 * @example
 * ```ts
 * import { clipCurvePlot } from "./clip_curve_plot.ts";
 * const row = {
 *   model: "all", axis: "optimizer", low: null, high: null, response: "", cells: 9, seeds: 1, dropped: "",
 * } as const;
 * const spec = clipCurvePlot([
 *   { ...row, clip_level: null, treatment: "rank", importance: 0.5 },
 *   { ...row, clip_level: 1, treatment: "clip", importance: 0.4 },
 *   { ...row, clip_level: 10, treatment: "clip", importance: 0.7 },
 * ]);
 * if (!JSON.stringify(spec).includes("9 configurations")) throw new Error("n is missing");
 * ```
 */
export function clipCurvePlot(rows: readonly ClipCurveRow[]): TopLevelSpec {
  const values = required(toValues(rows), "importance over the clip level");
  const axes = inOrder(rows.map(({ axis }) => axis)).map(axesLabel);
  const levels = ascending(values.flatMap(({ level }) => level ?? []));
  const models = labelsIn(rows.filter(({ model }) => model !== "all"), "model");
  const panels = ["All models", ...models];
  const ticks = [1, 2, 5, 10, 30, 100].filter((level) => levels.includes(level));
  const x = logTicksAxis("level", "Clip level (log scale)", ticks, "~g");
  const share = shareAxis("importance", "Share of the variance");
  const y = { ...share, scale: { domain: [0, 1], clamp: true } };
  const legend = { title: null, orient: "bottom", symbolOpacity: 1, symbolDash: [1, 0] };
  const color = palette("axis", axes, { legend });
  const told = tooltip({
    "Hyper-parameter": "axis",
    "Of the variance": ["importance", ".1%"],
    "From": ["low", ".1%"],
    "To": ["high", ".1%"],
    "Clipped at": ["level", "~g"],
  });
  const clip = partOf("clip");
  const seeds = Math.min(...rows.map((row) => row.seeds));
  const note = [
    [
      `Total importance over ${countRange(rows.map((row) => row.cells))} configurations, ${
        plural(seeds, "run")
      } each.`,
      "Clip level: where log10 test MSE is clipped, in multiples of the mean predictor’s; it also stands for diverged runs, so",
      "a high one is mostly about which runs diverge. Vertical rule: the level of all other figures. Dashed: as ranks, diverged",
      "runs last.",
    ],
    [seedSentence(seeds), droppedSentence(rows)],
  ];
  const title = "Does importance depend on where losses are clipped?";
  return panelFigure({ title, note }, {
    values,
    column: ["panel", panels],
    width: panels.length === 1 ? 380 : 170,
    height: 200,
    layer: [
      {
        data: { values: [{ level: 1 }] },
        mark: { type: "rule", color: COLORS.mutedInk, strokeWidth: 1 },
        encoding: { x },
      },
      ...rankLayers(y, color, told),
      {
        ...clip,
        mark: { type: "area", opacity: 0.12, clip: true },
        encoding: { x, y: { ...y, field: "low", stack: null }, y2: { field: "high" }, color },
      },
      { ...clip, mark: { type: "line", strokeWidth: 1.8, clip: true }, encoding: { x, y, color } },
      { ...clip, mark: dot(26), encoding: { x, y, color, tooltip: told } },
    ],
  });
}
