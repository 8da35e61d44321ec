import type { TopLevelSpec } from "vega-lite";
import { InputError } from "../errors.ts";
import { extent } from "../numbers/extent.ts";
import { palette, quantitative, short, tooltip } from "./_channels.ts";
import { figure } from "./_figure.ts";
import type { CaptionOptions } from "./figure_options.ts";
import { COLORS } from "./theme.ts";

/** A sample in two dimensions. */
export interface ScatterPoint {
  readonly x: number;
  readonly y: number;
  /** Its colour and shape, such as the cancer type. */
  readonly group: string;
  /** What its tooltip names. */
  readonly sample?: string;
  /** Whether its group is only there to compare with: small, pale and grey, below all others. @default false */
  readonly background?: boolean;
}

/** Options of {@linkcode latentScatter}. */
export interface ScatterOptions extends CaptionOptions {
  /** @default "Component 1" */
  readonly xTitle?: string;
  /** @default "Component 2" */
  readonly yTitle?: string;
  /** @default "Cancer type" */
  readonly legend?: string;
}

/** With seven colours, so 49 groups can be distinguished. */
const SHAPES = [
  "circle",
  "triangle-up",
  "square",
  "diamond",
  "cross",
  "triangle-down",
  "triangle-left",
];
/** Pixels of the longer side. */
const SIDE = 420;
/** Square pixels of a point: usually, of one in the background, of one before a background. */
const SIZES = { usual: 42, behind: 24, before: 110 };

/**
 * Samples in two dimensions, one colour and shape per group; click the legend to look at one group.
 * One unit is as long on both axes, so that distances can be seen.
 *
 * @param points Samples, as a rule the posterior means brought to two dimensions.
 * @throws {InputError} If there is no point, or one is not finite.
 *
 * @example
 * ```ts
 * import { latentScatter } from "./latent_scatter.ts";
 * const spec = latentScatter([{ x: 0, y: 1, group: "BRCA" }, { x: 2, y: 1, group: "LAML" }]);
 * if (!JSON.stringify(spec).includes("LAML")) throw new Error("a group is missing");
 * ```
 */
export function latentScatter(
  points: readonly ScatterPoint[],
  options: ScatterOptions = {},
): TopLevelSpec {
  if (points.length === 0) throw new InputError("Cannot draw a scatter plot without points");
  points.forEach(({ x, y }, i) => {
    if (Number.isFinite(x) && Number.isFinite(y)) return;
    throw new InputError(`Cannot draw point ${i + 1}: it is at (${x}, ${y})`);
  });
  const { title = "Latent space", subtitle } = options;
  const { xTitle = "Component 1", yTitle = "Component 2" } = options;
  const x = axis(points, "x", xTitle), y = axis(points, "y", yTitle);
  const behind = new Set(points.flatMap((point) => point.background ? [point.group] : []));
  // What is drawn last lies on top.
  const drawn = points.toSorted((a, b) => +behind.has(b.group) - +behind.has(a.group));
  const values = drawn.map(({ x, y, group, sample = "" }) => ({
    x: short(x),
    y: short(y),
    group,
    sample,
  }));
  return figure({ title, subtitle }, {
    data: { values },
    ...size(x.range, y.range),
    params: [{ name: "pick", select: { type: "point", fields: ["group"] }, bind: "legend" }],
    mark: { type: "point", filled: true, strokeWidth: 1 },
    encoding: { x: x.channel, y: y.channel, ...groups(points, behind, options) },
  });
}

/** The limits of an axis and its channel. */
function axis(points: readonly ScatterPoint[], field: "x" | "y", title: string) {
  const values = points.map((point) => point[field]);
  const [low, high] = extent(values), margin = (high - low || 1) * 0.04;
  const range = [low - margin, high + margin] as const;
  const scale = { domain: range, nice: false };
  return { range, channel: quantitative(field, { title, scale, axis: { tickCount: 6 } }) };
}

type Range = readonly [number, number];

function size([x0, x1]: Range, [y0, y1]: Range): { width: number; height: number } {
  const ratio = (y1 - y0) / (x1 - x0);
  return ratio > 1
    ? { width: Math.max(160, Math.round(SIDE / ratio)), height: SIDE }
    : { width: SIDE, height: Math.max(160, Math.round(SIDE * ratio)) };
}

/** Colours go round first, then the shape changes; before a background both change. */
function groups(
  points: readonly ScatterPoint[],
  behind: ReadonlySet<string>,
  { legend = "Cancer type" }: ScatterOptions,
) {
  const names = [...new Set(points.map(({ group }) => group))].sort((a, b) =>
    +behind.has(a) - +behind.has(b) || a.localeCompare(b, "en", { numeric: true })
  );
  const about = { title: legend, symbolLimit: 60, columns: names.length > 20 ? 2 : 1 };
  const { length } = COLORS.categories;
  const turn = (name: string, i: number) =>
    SHAPES[
      behind.has(name) ? 0 : (behind.size > 0 ? i + 1 : Math.floor(i / length)) % SHAPES.length
    ]!;
  const range = names.map((name, i) =>
    behind.has(name) ? COLORS.background : COLORS.categories[i % length]!
  );
  const oneOf = [...behind], field = "group";
  return {
    color: palette("group", names, { legend: about, ...(behind.size > 0 && { range }) }),
    shape: palette("group", names, { legend: about, range: names.map(turn) }),
    size: behind.size > 0
      ? { condition: { test: { field, oneOf }, value: SIZES.behind }, value: SIZES.before }
      : { value: SIZES.usual },
    opacity: {
      condition: { param: "pick", value: behind.size > 0 ? 1 : 0.85 },
      value: 0.08,
    },
    tooltip: tooltip({ "Sample": "sample", [legend]: "group" }),
  };
}
