import type { TopLevelSpec } from "vega-lite";
import { InputError } from "../errors.ts";
import { COLORS, SCHEMA, THEME } from "./theme.ts";

/** A sample in two dimensions. */
export interface ScatterPoint {
  readonly x: number;
  readonly y: number;
  /** Its colour and shape, such as the cancer type. */
  readonly group: string;
  /** What its tooltip names. */
  readonly sample?: string;
}

/** Options of {@linkcode latentScatter}. */
export interface ScatterOptions {
  /** @default "Latent space" */
  readonly title?: string;
  readonly subtitle?: string;
  /** @default "Component 1" */
  readonly xTitle?: string;
  /** @default "Component 2" */
  readonly yTitle?: string;
  /** @default "Cancer type" */
  readonly legend?: string;
}

/** With seven colours, so 49 groups that can be told apart. */
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

/**
 * Samples in two dimensions, one colour and shape per group; click the legend to look at one group.
 * One unit is as long on both axes, so that distances can be seen.
 *
 * @param points Samples, as a rule the posterior means brought to two dimensions.
 * @returns A Vega-Lite 5 specification with inline data.
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
  const bad = points.findIndex(({ x, y }) => !Number.isFinite(x) || !Number.isFinite(y));
  if (points.length === 0 || bad >= 0) {
    throw new InputError(
      points.length === 0
        ? "Cannot draw a scatter plot without a point"
        : `Cannot draw point ${bad + 1}: it is at (${points[bad]!.x}, ${points[bad]!.y})`,
    );
  }
  const { title = "Latent space", subtitle } = options;
  return {
    $schema: SCHEMA,
    title: { text: title, ...(subtitle === undefined ? {} : { subtitle }) },
    config: THEME,
    data: {
      values: points.map(({ x, y, group, sample = "" }) => ({
        x: short(x),
        y: short(y),
        group,
        sample,
      })),
    },
    ...size(points),
    params: [{ name: "pick", select: { type: "point", fields: ["group"] }, bind: "legend" }],
    mark: { type: "point", filled: true, size: 42, strokeWidth: 1 },
    encoding: { ...axes(points, options), ...groups(points, options) },
  } as unknown as TopLevelSpec; // checked by compiling it in the tests
}

/** Enough digits for a pixel; the specification is stored in the notebook. */
function short(value: number): number {
  return Number(value.toPrecision(5));
}

function extent(values: readonly number[]): [number, number] {
  const low = Math.min(...values), high = Math.max(...values), margin = (high - low || 1) * 0.04;
  return [low - margin, high + margin];
}

function size(points: readonly ScatterPoint[]): { width: number; height: number } {
  const [x0, x1] = extent(points.map(({ x }) => x)), [y0, y1] = extent(points.map(({ y }) => y));
  const ratio = (y1 - y0) / (x1 - x0);
  return ratio > 1
    ? { width: Math.max(160, Math.round(SIDE / ratio)), height: SIDE }
    : { width: SIDE, height: Math.max(160, Math.round(SIDE * ratio)) };
}

function axes(
  points: readonly ScatterPoint[],
  { xTitle = "Component 1", yTitle = "Component 2" }: ScatterOptions,
) {
  const axis = (field: "x" | "y", title: string) => ({
    field,
    title,
    type: "quantitative",
    scale: { domain: extent(points.map((point) => point[field])), nice: false },
    axis: { tickCount: 6 },
  });
  return { x: axis("x", xTitle), y: axis("y", yTitle) };
}

function groups(points: readonly ScatterPoint[], { legend = "Cancer type" }: ScatterOptions) {
  const domain = [...new Set(points.map(({ group }) => group))].sort((a, b) =>
    a.localeCompare(b, "en", { numeric: true })
  );
  const colors = COLORS.categories;
  const by = (range: string[]) => ({
    field: "group",
    type: "nominal",
    scale: { domain, range },
    legend: { title: legend, symbolLimit: 60, columns: domain.length > 20 ? 2 : 1 },
  });
  return {
    color: by(domain.map((_, i) => colors[i % colors.length]!)),
    shape: by(domain.map((_, i) => SHAPES[Math.floor(i / colors.length) % SHAPES.length]!)),
    opacity: { condition: { param: "pick", value: 0.85 }, value: 0.08 },
    tooltip: [
      { field: "sample", title: "Sample", type: "nominal" },
      { field: "group", title: legend, type: "nominal" },
    ],
  };
}
