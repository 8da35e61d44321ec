import type { TopLevelSpec } from "vega-lite";
import { formatNumber } from "../format/number.ts";
import type { RangeRow } from "../analysis/search_ranges.ts";
import { countRange, droppedSentence, figure, required, type TableRow } from "./_figure.ts";
import { COLORS, inOrder, labelOf } from "./theme.ts";

/** Options of {@linkcode searchRangeMap}. */
export interface RangeMapOptions {
  /** The column whose values get a column of panels each. @default "model" */
  readonly by?: string;
  /** The two narrowed axes: along the figure, and up. @default ["latent_size", "learning_rate"] */
  readonly axes?: readonly [string, string];
}

type Row = RangeRow & TableRow;

const TREATMENTS = { clip: "log10 MSE, clipped", rank: "Ranks" } as const;

interface Range {
  readonly from: number;
  readonly to: number;
}

const rangeOf = (row: Row, axis: string): Range => ({
  from: Number(row[`${axis}_from`]),
  to: Number(row[`${axis}_to`]),
});
const named = ({ from, to }: Range) => `${formatNumber(from)} – ${formatNumber(to)}`;

/** Names of ranges, the narrowest first. */
function inWidth(rows: readonly Row[], axis: string): string[] {
  const ranges = rows.map((row) => rangeOf(row, axis));
  const levels = [...new Set(ranges.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b);
  const width = ({ from, to }: Range) => levels.indexOf(to) - levels.indexOf(from);
  const sorted = ranges.sort((a, b) => width(a) - width(b) || a.from - b.from);
  return [...new Set(sorted.map(named))];
}

/** One per cell: ranges that differ in further axes only share a cell, where the most frequent first axis stands. */
function cells(rows: readonly Row[], by: string, [across, up]: readonly [string, string]) {
  const keyed = rows.map((row) => ({
    panel: labelOf(String(row[by] ?? "all")),
    treatment: TREATMENTS[row.treatment],
    across: named(rangeOf(row, across)),
    up: named(rangeOf(row, up)),
    first: labelOf(row.first!),
    margin: row.margin ?? 1,
  }));
  const groups = Map.groupBy(keyed, (c) => [c.panel, c.treatment, c.across, c.up].join("\n"));
  return [...groups.values()].map((group) => {
    const firsts = [...Map.groupBy(group, ({ first }) => first).values()];
    const most = firsts.reduce((best, other) => other.length > best.length ? other : best);
    const margin = most.reduce((sum, cell) => sum + cell.margin, 0) / most.length;
    return { ...most[0]!, margin: Number(margin.toFixed(3)), ranges: group.length };
  });
}

function encoding(
  rows: readonly Row[],
  [across, up]: readonly [string, string],
  firsts: readonly string[],
) {
  const range = firsts.map((_, i) => COLORS.categories[i % COLORS.categories.length]);
  return {
    x: {
      field: "across",
      type: "ordinal",
      sort: inWidth(rows, across),
      title: `${labelOf(across)}s searched`,
      axis: { labelAngle: -90, labelFontSize: 10 },
    },
    y: {
      field: "up",
      type: "ordinal",
      sort: inWidth(rows, up).reverse(),
      title: `${labelOf(up)}s searched`,
      axis: { labelFontSize: 10 },
    },
    color: {
      field: "first",
      type: "nominal",
      scale: { domain: firsts, range },
      legend: { title: "Comes first", symbolType: "square", orient: "bottom", offset: 8 },
    },
    opacity: {
      field: "margin",
      type: "quantitative",
      scale: { domain: [0, 0.5], range: [0.25, 1], clamp: true },
      legend: null,
    },
    tooltip: [
      { field: "first", title: "Comes first", type: "nominal" },
      { field: "margin", title: "Ahead of the next by", type: "quantitative", format: ".1%" },
      { field: "across", title: labelOf(across), type: "nominal" },
      { field: "up", title: labelOf(up), type: "nominal" },
      { field: "ranges", title: "Ranges", type: "quantitative" },
    ],
  };
}

/**
 * Search-range map: which hyper-parameter has the largest total importance had only a part of the grid been searched, a
 * cell for every pair of contiguous ranges.
 *
 * @param rows Rows of `searchRanges`, of one treatment of diverged runs or of both (a row of panels each).
 * @returns A Vega-Lite 5 specification with inline data.
 * @throws {InputError} If nothing varies in any range.
 *
 * @example
 * ```ts
 * import { searchRangeMap } from "./search_range_map.ts";
 * const row = {
 *   first: "optimizer", importance: 0.7, second: "learning_rate", margin: 0.2, cells: 12, possible: 1,
 *   response: "log10 test_mse", treatment: "clip", dropped: "",
 * } as const;
 * const range = { latent_size_from: 5, latent_size_to: 9, learning_rate_from: 0.01, learning_rate_to: 0.1 };
 * const text = JSON.stringify(searchRangeMap([{ ...row, ...range }]));
 * if (!text.includes("1 in each panel") || !text.includes("5 – 9")) throw new Error(text);
 * ```
 */
export function searchRangeMap(
  rows: readonly RangeRow[],
  options: RangeMapOptions = {},
): TopLevelSpec {
  const { by = "model", axes = ["latent_size", "learning_rate"] } = options;
  const known = required(rows.filter(({ first }) => first !== null), "search ranges") as Row[];
  const values = cells(known, by, axes),
    panels = inOrder(known.map((row) => String(row[by] ?? "all"))).map(labelOf);
  const firsts = inOrder(known.map((row) => row.first!)).map(labelOf);
  const groups = Map.groupBy(known, (row) => `${row[by]} ${row.treatment}`);
  const counts = countRange([...groups.values()].map(({ length }) => length));
  const possible = countRange(known.map((row) => row.possible)), flat = rows.length - known.length;
  const note = [
    `The hyper-parameter with the largest total importance if only these levels had been searched: ` +
    `${counts} range${
      counts === "1" ? "" : "s"
    } of ${possible} in each panel, two levels or more each; the stronger the colour, the further ahead of the next (full at 50 ` +
    `percentage points).${flat === 0 ? "" : ` ${flat} ranges in which nothing varies left out.`}`,
    "Diverged runs: log10 MSE clipped at the mean predictor’s, which also stands for them; as ranks, they share the last. " +
    droppedSentence(known),
  ];
  const across = inWidth(known, axes[0]).length, up = inWidth(known, axes[1]).length;
  const header = { title: null, labelPadding: 6 };
  const width = Math.max(150, across * 14), total = panels.length * (width + 20) + 150;
  return figure({
    title: "Does the answer depend on the range searched?",
    note,
    width: Math.max(560, total),
  }, {
    data: { values },
    facet: {
      ...(panels.length > 1 &&
        { column: { field: "panel", type: "nominal", sort: panels, header } }),
      row: {
        field: "treatment",
        type: "nominal",
        sort: Object.values(TREATMENTS),
        header: { ...header, labelOrient: "top", labelAnchor: "start", labelFontSize: 11 },
      },
    },
    spec: {
      width,
      height: Math.max(60, up * 14),
      mark: { type: "rect", stroke: "white" },
      encoding: encoding(known, axes, firsts),
    },
  });
}
