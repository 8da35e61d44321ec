import type { TopLevelSpec } from "vega-lite";
import type { RangeShareRow } from "../analysis/search_range_shares.ts";
import { countRange, figure, required, type TableRow } from "./_figure.ts";
import { COLORS, inOrder, labelOf } from "./theme.ts";

/** Options of {@linkcode searchRangeBars}. */
export interface RangeBarOptions {
  /** The column whose values get a bar each. @default "model" */
  readonly by?: string;
}

type Row = RangeShareRow & TableRow;

const TREATMENTS = { clip: "log10 MSE, clipped", rank: "Ranks" } as const;

function encoding(bars: readonly string[], axes: readonly string[]) {
  const range = axes.map((_, i) => COLORS.categories[i % COLORS.categories.length]);
  return {
    y: { field: "bar", type: "nominal", sort: bars, title: null },
    x: {
      field: "share",
      type: "quantitative",
      stack: "zero",
      title: "Share of the search ranges in which it comes first",
      scale: { domain: [0, 1] },
      axis: { format: ".0%", tickCount: 5 },
    },
    color: {
      field: "axis",
      type: "nominal",
      scale: { domain: axes, range },
      legend: { title: null, orient: "bottom" },
    },
    order: { field: "order", type: "quantitative" },
    tooltip: [
      { field: "axis", title: "Comes first", type: "nominal" },
      { field: "first", title: "In ranges", type: "quantitative" },
      { field: "ranges", title: "Of", type: "quantitative" },
      { field: "share", title: "Share", type: "quantitative", format: ".1%" },
    ],
  };
}

/**
 * In what share of the search ranges each hyper-parameter comes first, a bar per model.
 *
 * @param rows Rows of `searchRangeShares`, of one treatment of diverged runs or of both (a panel each).
 * @returns A Vega-Lite 5 specification with inline data.
 * @throws {InputError} If no axis comes first anywhere.
 *
 * @example
 * ```ts
 * import { searchRangeBars } from "./search_range_bars.ts";
 * const row = { model: "vae", ranges: 4, possible: 4, treatment: "clip" } as const;
 * const spec = searchRangeBars([
 *   { ...row, axis: "optimizer", first: 3, share: 0.75 }, { ...row, axis: "latent_size", first: 1, share: 0.25 },
 * ]);
 * if (!JSON.stringify(spec).includes("4 of 4 contiguous ranges")) throw new Error("n is missing");
 * ```
 */
export function searchRangeBars(
  rows: readonly RangeShareRow[],
  { by = "model" }: RangeBarOptions = {},
): TopLevelSpec {
  const known = required(rows, "shares of search ranges") as Row[];
  const axes = inOrder(known.map((row) => row.axis));
  const bars = inOrder(known.map((row) => String(row[by] ?? "all"))).map(labelOf);
  const values = known.map((row) => ({
    bar: labelOf(String(row[by] ?? "all")),
    axis: labelOf(row.axis),
    order: axes.indexOf(row.axis),
    share: row.share,
    first: row.first,
    ranges: row.ranges,
    treatment: TREATMENTS[row.treatment],
  }));
  const counts = countRange(known.map((row) => row.ranges));
  const possible = countRange(known.map((row) => row.possible));
  const note = [
    `Each bar: ${counts} of ${possible} contiguous ranges of the grid in which something varies, two or more ` +
    "levels of every numeric hyper-parameter. First: the largest total importance.",
    "Diverged runs: log10 MSE clipped at the mean predictor’s, which also stands for them; as ranks, they share the last.",
  ];
  const header = { title: null, labelOrient: "top", labelAnchor: "start", labelFontSize: 11 };
  const row = { field: "treatment", type: "nominal", sort: Object.values(TREATMENTS), header };
  return figure({ title: "What comes first in narrower searches", note, width: 600 }, {
    data: { values },
    facet: { row },
    spec: {
      width: 480,
      height: { step: 24 },
      mark: { type: "bar", height: 16 },
      encoding: encoding(bars, axes.map(labelOf)),
    },
  });
}
