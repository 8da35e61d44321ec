import type { TopLevelSpec } from "vega-lite";
import { InputError } from "../errors.ts";
import { finiteRange, quantitative, short, tightAxis, tooltip } from "./_channels.ts";
import { figure } from "./_figure.ts";
import { labelledRule } from "./_marks.ts";
import type { CaptionOptions } from "./figure_options.ts";
import { COLORS } from "./theme.ts";

/** Pairs of numbers, such as observed and reconstructed values. */
export interface Pairs {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
}

/** Options of {@linkcode densityMap}. */
export interface DensityOptions extends CaptionOptions {
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

/** Pixels across. */
const SIDE = 360;

/**
 * How many pairs lie where: a scatter plot of any number of points, in cells with their count as colour.
 *
 * @param pairs Pairs with a number that is not finite are left out and counted.
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
  const range = options.range ?? { x: limits(x), y: limits(y) };
  const { values, outside } = countCells({ x, y }, range, cells);
  const [out, all] = [outside, x.length].map((count) => count.toLocaleString("en"));
  const lines = [subtitle ?? "", outside > 0 ? `${out} of ${all} lie outside` : ""]
    .filter((text) => text !== "");
  return figure({ title, subtitle: lines.length > 0 ? lines : undefined }, {
    width: SIDE,
    height: 320,
    layer: [
      { data: { values }, mark: { type: "rect" }, encoding: encode(options, range) },
      ...(line === undefined ? [] : lineLayers(line, range)),
    ],
  });
}

function limits(values: ArrayLike<number>): [number, number] {
  const range = finiteRange([values]);
  if (range) return range;
  throw new InputError(`Cannot draw ${values.length} pairs: none is finite`);
}

type Range = NonNullable<DensityOptions["range"]>;

function countCells({ x, y }: Pairs, range: Range, cells: number) {
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
    short(low + at / cells * (high - low));
  const values = [...counts].map(([id, count]) => {
    const at = id % cells, up = Math.floor(id / cells);
    const [x, x2] = [edge(at, range.x), edge(at + 1, range.x)];
    return { x, x2, y: edge(up, range.y), y2: edge(up + 1, range.y), count };
  });
  return { values, outside };
}

function encode({ xTitle = "x", yTitle = "y", counted = "Values" }: DensityOptions, range: Range) {
  return {
    x: tightAxis("x", xTitle, range.x, 7),
    x2: { field: "x2" },
    y: tightAxis("y", yTitle, range.y, 7),
    y2: { field: "y2" },
    color: quantitative("count", {
      title: `${counted} (log scale)`,
      scale: { type: "log", scheme: COLORS.sequential, reverse: true },
      legend: { format: ",.3~s", tickCount: 4 },
    }),
    tooltip: tooltip({ [counted]: ["count", ","] }),
  };
}

function lineLayers(line: NonNullable<DensityOptions["line"]>, { x, y }: Range) {
  const rule = { color: COLORS.diverged, strokeWidth: 1.5 };
  if (line !== "identity") {
    const at = { y: quantitative("y") }, end = { x: { value: SIDE } };
    const text = { baseline: "bottom", dx: -4, dy: -3, fontWeight: 600, color: COLORS.ink };
    return labelledRule(line, { at, end, rule, text });
  }
  const low = Math.max(x[0], y[0]), high = Math.min(x[1], y[1]);
  return [{
    data: { values: [{ x: low, y: low }, { x: high, y: high }] },
    mark: { type: "line", ...rule, strokeDash: [5, 4] },
    encoding: { x: quantitative("x"), y: quantitative("y") },
  }];
}
