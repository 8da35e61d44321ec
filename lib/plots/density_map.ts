import type { TopLevelSpec } from "vega-lite";
import { InputError } from "../errors.ts";
import { COLORS, SCHEMA, THEME } from "./theme.ts";

/** Pairs of numbers, such as observed and reconstructed values. */
export interface Pairs {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
}

/** Options of {@linkcode densityMap}. */
export interface DensityOptions {
  readonly title?: string;
  readonly subtitle?: string;
  readonly xTitle?: string;
  readonly yTitle?: string;
  /** What is counted, for the legend. @default "Values" */
  readonly counted?: string;
  /** Cells along each axis. @default 60 */
  readonly cells?: number;
  /** Limits of both axes; pairs outside are left out and counted in the subtitle. @default all pairs */
  readonly range?: { readonly x: readonly [number, number]; readonly y: readonly [number, number] };
  /** A line to compare with: y = x, or a constant y with what it means. @default none */
  readonly line?: "identity" | { readonly y: number; readonly label: string };
}

interface Cell {
  readonly x: number;
  readonly x2: number;
  readonly y: number;
  readonly y2: number;
  readonly count: number;
}

/**
 * How many pairs lie where: a scatter plot of any number of points, in cells with their count as colour.
 *
 * @param pairs Pairs with a number that is not finite are left out and counted.
 * @returns A Vega-Lite 5 specification with inline data: the cells that are not empty.
 * @throws {InputError} If no pair can be drawn.
 * @throws {RangeError} If x and y differ in length.
 *
 * @example
 * ```ts
 * import { densityMap } from "./density_map.ts";
 * const spec = densityMap({ x: [0, 0, 1], y: [0, 0, 1] }, { cells: 2 });
 * if (!JSON.stringify(spec).includes('"count":2')) throw new Error("wrong count");
 * ```
 */
export function densityMap({ x, y }: Pairs, options: DensityOptions = {}): TopLevelSpec {
  if (x.length !== y.length) {
    throw new RangeError(`Cannot pair ${x.length} numbers with ${y.length}`);
  }
  const { title = "Density", subtitle, cells = 60, line } = options;
  const range = options.range ?? { x: extent(x), y: extent(y) };
  const { values, outside } = countCells({ x, y }, range, cells);
  const left = outside > 0
    ? `${outside.toLocaleString("en")} of ${x.length.toLocaleString("en")} lie outside`
    : "";
  const lines = [subtitle, left].filter((text) => text !== undefined && text !== "");
  return {
    $schema: SCHEMA,
    title: { text: title, ...(lines.length > 0 ? { subtitle: lines } : {}) },
    config: THEME,
    width: 360,
    height: 320,
    layer: [
      { data: { values }, mark: { type: "rect" }, encoding: encode(options, range) },
      ...(line === undefined ? [] : lineLayers(line, range)),
    ],
  } as unknown as TopLevelSpec; // checked by compiling it in the tests
}

type Range = NonNullable<DensityOptions["range"]>;

function extent(values: ArrayLike<number>): [number, number] {
  let low = Infinity, high = -Infinity;
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i]!)) continue;
    low = Math.min(low, values[i]!);
    high = Math.max(high, values[i]!);
  }
  if (low > high) throw new InputError(`Cannot draw ${values.length} pairs: none is finite`);
  return low < high ? [low, high] : [low - 0.5, high + 0.5];
}

function countCells(
  { x, y }: Pairs,
  range: Range,
  cells: number,
): { values: Cell[]; outside: number } {
  const counts = new Map<number, number>();
  const index = (value: number, [low, high]: readonly [number, number]) =>
    value === high ? cells - 1 : Math.floor((value - low) / (high - low) * cells);
  let outside = 0;
  for (let i = 0; i < x.length; i++) {
    const column = index(x[i]!, range.x), row = index(y[i]!, range.y);
    if (column >= 0 && column < cells && row >= 0 && row < cells) {
      counts.set(row * cells + column, (counts.get(row * cells + column) ?? 0) + 1);
    } else outside++; // NaN compares as false, so it ends here too
  }
  if (counts.size === 0) {
    throw new InputError(`Cannot draw ${x.length} pairs: none lies in the range`);
  }
  const edge = (at: number, [low, high]: readonly [number, number]) =>
    Number((low + at / cells * (high - low)).toPrecision(5));
  const values = [...counts].map(([id, count]) => {
    const column = id % cells, row = Math.floor(id / cells);
    return {
      x: edge(column, range.x),
      x2: edge(column + 1, range.x),
      y: edge(row, range.y),
      y2: edge(row + 1, range.y),
      count,
    };
  });
  return { values, outside };
}

function encode({ xTitle = "x", yTitle = "y", counted = "Values" }: DensityOptions, range: Range) {
  const axis = (field: "x" | "y", title: string) => ({
    field,
    type: "quantitative",
    title,
    scale: { domain: range[field], nice: false, zero: false },
    axis: { tickCount: 7 },
  });
  return {
    x: axis("x", xTitle),
    x2: { field: "x2" },
    y: axis("y", yTitle),
    y2: { field: "y2" },
    color: {
      field: "count",
      type: "quantitative",
      title: `${counted} (log scale)`,
      scale: { type: "log", scheme: COLORS.sequential, reverse: true },
      legend: { format: ",.3~s", tickCount: 4 },
    },
    tooltip: [{ field: "count", title: counted, type: "quantitative", format: "," }],
  };
}

function lineLayers(line: NonNullable<DensityOptions["line"]>, { x, y }: Range) {
  const color = COLORS.diverged;
  if (line !== "identity") {
    const data = { values: [{ y: line.y, label: line.label }] };
    const at = { y: { field: "y", type: "quantitative" } };
    const text = {
      type: "text",
      align: "right",
      baseline: "bottom",
      dx: -4,
      dy: -3,
      fontWeight: 600,
      color: COLORS.ink,
    };
    return [
      { data, mark: { type: "rule", color, strokeWidth: 1.5 }, encoding: at },
      {
        data,
        mark: text,
        encoding: { ...at, x: { value: 360 }, text: { field: "label", type: "nominal" } },
      },
    ];
  }
  const low = Math.max(x[0], y[0]), high = Math.min(x[1], y[1]);
  const data = { values: [{ x: low, y: low }, { x: high, y: high }] };
  const encoding = {
    x: { field: "x", type: "quantitative" },
    y: { field: "y", type: "quantitative" },
  };
  return [{ data, mark: { type: "line", color, strokeWidth: 1.5, strokeDash: [5, 4] }, encoding }];
}
