import { nominal, palette, type Part, SHAPES } from "./_channels.ts";
import { COLORS } from "./theme.ts";

/** A filled point that hides what is behind it. */
export const dot = (size: number): Part => ({ type: "point", filled: true, size, opacity: 1 });

/** The rows of the data that one layer draws: those whose field `part` says so. */
export const partOf = (name: string): Part => ({
  transform: [{ filter: `datum.part === '${name}'` }],
});

/** The rows of the data that have a number in a field. */
export const withNumber = (field: string): Part => ({
  transform: [{ filter: `isValid(datum.${field})` }],
});

/** A line per name and a dot at each of its points, distinguished by colour and shape in one legend. */
export function dottedLines(
  field: string,
  names: readonly string[],
  { x, y, tooltip, legend, size = 48, strokeWidth = 1.6, values, strokeDash }: {
    readonly x: Part;
    readonly y: Part;
    readonly tooltip: readonly Part[];
    readonly legend: Part | null;
    readonly size?: number;
    readonly strokeWidth?: number;
    /** Where the layers' data are not the panel's. */
    readonly values?: readonly object[];
    readonly strokeDash?: Part;
  },
): Part[] {
  const color = palette(field, names, { legend });
  const shape = palette(field, names, { legend, range: SHAPES });
  const data = values && { data: { values } }, line = { type: "line", strokeWidth };
  return [
    { ...data, mark: line, encoding: { x, y, color, ...(strokeDash && { strokeDash }) } },
    { ...data, mark: dot(size), encoding: { x, y, color, shape, tooltip } },
  ];
}

/** The legend of models below a figure of {@linkcode dottedLines}. */
export const MODELS = { title: "Model", orient: "bottom", symbolSize: 60, symbolOpacity: 1 };

/** The colour of layers that each have one, by their names in a legend below. */
export function layerColors(domain: readonly string[], range: readonly string[]) {
  const legend = { title: null, orient: "bottom", columns: 3 };
  const scale = { domain, range: range.slice(0, domain.length) };
  return (name: string): Part => ({ type: "nominal", scale, legend, datum: name });
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
  const rect = { type: "rect", stroke: "white", ...(strokeWidth && { strokeWidth }) };
  const ink = { condition, value: COLORS.ink };
  return [
    { mark: rect, encoding: { color, tooltip } },
    { mark: { type: "text", fontSize }, encoding: { text, color: ink } },
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

/** A rule across a panel where `at` puts the row, and its field `label` as text at its `end`. */
export function labelledRule(row: object, { at, end, rule, text }: {
  readonly at: Part;
  readonly end: Part;
  readonly rule: Part;
  readonly text: Part;
}): Part[] {
  const data = { values: [row] }, color = COLORS.mutedInk;
  const label = { type: "text", align: "right", color, ...text };
  return [
    { data, mark: { type: "rule", color, ...rule }, encoding: at },
    { data, mark: label, encoding: { ...at, ...end, text: nominal("label") } },
  ];
}

/** Names of the baselines, as legends show them. */
export const BASELINES = { pca: "PCA, as many components", mean: "Mean predictor" } as const;

/** A legend of dashes, below. */
export const DASHES = { orient: "bottom", symbolStrokeColor: COLORS.ink, symbolStrokeWidth: 1.8 };

/** A line for each of {@linkcode BASELINES}, distinguished by their dashes: the field `floor` holds the name. */
export function baselineLines(
  values: readonly object[],
  { x, y, color }: { x: Part; y: Part; color: string },
): Part {
  const scale = { domain: Object.values(BASELINES), range: [[7, 3], [2, 3]] };
  const strokeDash = nominal("floor", { scale, legend: { title: "Baseline", ...DASHES } });
  const mark = { type: "line", color, strokeWidth: DASHES.symbolStrokeWidth };
  return { data: { values }, mark, encoding: { x, y, strokeDash } };
}
