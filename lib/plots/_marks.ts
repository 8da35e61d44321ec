import { nominal, palette, type Part, SHAPES } from "./_channels.ts";
import { COLORS } from "./theme.ts";

/** A filled point that hides what is behind it. */
export const dot = (size: number): Part => ({ type: "point", filled: true, size, opacity: 1 });

/** A line and a dot at each of its points per model, told apart by colour and shape in one legend. */
export function modelLines(
  models: readonly string[],
  { x, y, tooltip, size = 48, values, strokeDash }: {
    readonly x: Part;
    readonly y: Part;
    readonly tooltip: readonly Part[];
    readonly size?: number;
    /** Where the layers' data are not the panel's. */
    readonly values?: readonly object[];
    readonly strokeDash?: Part;
  },
): Part[] {
  const legend = { title: "Model", orient: "bottom", symbolSize: 60, symbolOpacity: 1 };
  const color = palette("model", models, { legend });
  const shape = palette("model", models, { legend, range: SHAPES });
  const data = values && { data: { values } }, line = { type: "line", strokeWidth: 1.6 };
  return [
    { ...data, mark: line, encoding: { x, y, color, ...(strokeDash && { strokeDash }) } },
    { ...data, mark: dot(size), encoding: { x, y, color, shape, tooltip } },
  ];
}

/** Layers of a heat map: cells with what they hold written in them, white where the test says that they are dark. */
export function cells(
  { color, tooltip, text, white, muted, fontSize = 10, strokeWidth }: {
    readonly color: Part;
    readonly tooltip: readonly Part[];
    readonly text: Part;
    /** Expressions over a row, `datum`. */
    readonly white: string;
    readonly muted?: string;
    readonly fontSize?: number;
    readonly strokeWidth?: number;
  },
): Part[] {
  const light = { test: white, value: "white" };
  const condition = muted ? [light, { test: muted, value: COLORS.mutedInk }] : light;
  return [
    {
      mark: { type: "rect", stroke: "white", ...(strokeWidth && { strokeWidth }) },
      encoding: { color, tooltip },
    },
    {
      mark: { type: "text", fontSize },
      encoding: { text, color: { condition, value: COLORS.ink } },
    },
  ];
}

/** A text in a panel's upper left corner, from the data's rows whose part is "label". */
export function cornerLabel(more: Part = {}): Part {
  const at = { type: "text", align: "left", baseline: "top", dx: 5, dy: 5, fontSize: 10.5 };
  return {
    ...partOf("label"),
    mark: { ...at, ...more },
    encoding: { x: { value: 0 }, y: { value: 0 }, text: nominal("label") },
  };
}

/** The rows of the data that one layer draws: those whose field `part` says so. */
export const partOf = (name: string): Part => ({
  transform: [{ filter: `datum.part === '${name}'` }],
});

/** A dashed line across the figure at one error, with its name at the right end, `dy` pixels below it. */
export function namedRule(error: number, { label, dy }: { label: string; dy: number }): Part[] {
  const data = { values: [{ error, label }] }, color = COLORS.mutedInk;
  const y = { field: "error", type: "quantitative" };
  return [
    { data, mark: { type: "rule", strokeDash: [5, 4], color }, encoding: { y } },
    {
      data,
      mark: { type: "text", align: "right", dx: -4, dy, color },
      encoding: { y, x: { value: "width" }, text: nominal("label") },
    },
  ];
}

/** Names of the baselines, as legends show them. */
export const BASELINES = { pca: "PCA, as many components", mean: "Mean predictor" } as const;

/** A line for each of {@linkcode BASELINES}, told apart by their dashes: the field `floor` holds the name. */
export function baselineLines(
  values: readonly object[],
  { x, y, color }: { x: Part; y: Part; color: string },
): Part {
  const strokeWidth = 1.8;
  const strokeDash = nominal("floor", {
    scale: { domain: Object.values(BASELINES), range: [[7, 3], [2, 3]] },
    legend: {
      title: "Baseline",
      orient: "bottom",
      symbolStrokeColor: COLORS.ink,
      symbolStrokeWidth: strokeWidth,
    },
  });
  return {
    data: { values },
    mark: { type: "line", color, strokeWidth },
    encoding: { x, y, strokeDash },
  };
}
