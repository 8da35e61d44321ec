import type { TopLevelSpec } from "vega-lite";
import type { RangeRow } from "../analysis/search_ranges.ts";
import { formatLearningRate } from "../format/learning_rate.ts";
import { mean } from "../numbers/mean.ts";
import { ascending, ordinal, palette, quantitative, tooltip } from "./_channels.ts";
import { OVER, panelFigure, required } from "./_figure.ts";
import {
  BOTH_TREATMENTS,
  countRange,
  droppedSentence,
  labelIn,
  labelsIn,
  TREATMENTS,
} from "./_words.ts";
import type { ByOptions } from "./figure_options.ts";
import { axisLabel, inOrder } from "./labels.ts";

/** Options of {@linkcode searchRangeMap}. */
export interface RangeMapOptions extends ByOptions {
  /** The two narrowed axes: along the figure, and up. @default ["latent_size", "learning_rate"] */
  readonly axes?: readonly [string, string];
}

/** The levels at the ends of a range. */
type Range = readonly [from: number, to: number];

const rangeOf = (row: RangeRow, axis: string): Range => [
  Number(Reflect.get(row, `${axis}_from`)),
  Number(Reflect.get(row, `${axis}_to`)),
];
const named = ([from, to]: Range) => `${formatLearningRate(from)} – ${formatLearningRate(to)}`;

/** Names of ranges, the narrowest first. */
function byWidth(rows: readonly RangeRow[], axis: string): string[] {
  const ranges = rows.map((row) => rangeOf(row, axis));
  const levels = ascending(ranges.flat());
  const width = ([from, to]: Range) => levels.indexOf(to) - levels.indexOf(from);
  const sorted = ranges.sort((a, b) => width(a) - width(b) || a[0] - b[0]);
  return [...new Set(sorted.map(named))];
}

/** One per cell: ranges that differ in further axes only share a cell, where the most frequent first axis stands. */
function toCells(rows: readonly RangeRow[], by: string, [across, up]: readonly [string, string]) {
  const keyed = rows.map((row) => ({
    panel: labelIn(row, by),
    treatment: TREATMENTS[row.treatment],
    across: named(rangeOf(row, across)),
    up: named(rangeOf(row, up)),
    first: axisLabel(row.first!),
    margin: row.margin ?? 1,
  }));
  const groups = Map.groupBy(keyed, (c) => [c.panel, c.treatment, c.across, c.up].join("\n"));
  return [...groups.values()].map((group) => {
    const firsts = [...Map.groupBy(group, ({ first }) => first).values()];
    const most = firsts.reduce((best, other) => other.length > best.length ? other : best);
    const margin = mean(most.map((cell) => cell.margin));
    return { ...most[0]!, margin: Number(margin.toFixed(3)), ranges: group.length };
  });
}

/**
 * Search-range map: which hyper-parameter has the largest total importance had only a part of the grid been searched, a
 * cell for every pair of contiguous ranges.
 *
 * @param rows Rows of `searchRanges`, of one treatment of diverged runs or of both (a row of panels each).
 * @throws {InputError} If nothing varies in any range.
 *
 * @example
 * ```ts
 * import { searchRangeMap } from "./search_range_map.ts";
 * const row = {
 *   over: "learning_rate, optimizer", first: "optimizer", importance: 0.7, second: "learning_rate", margin: 0.2,
 *   cells: 12, possible: 1, response: "log10 test_mse", treatment: "clip", dropped: "",
 * } as const;
 * const range = { latent_size_from: 5, latent_size_to: 9, learning_rate_from: 0.01, learning_rate_to: 0.1 };
 * const text = JSON.stringify(searchRangeMap([{ ...row, ...range }]));
 * if (!text.includes("1 in each panel") || !text.includes("5 – 9")) throw new Error(text);
 * ```
 */
export function searchRangeMap(
  rows: readonly RangeRow[],
  { by = "model", axes = ["latent_size", "learning_rate"] }: RangeMapOptions = {},
): TopLevelSpec {
  const known = required(rows.filter(({ first }) => first !== null), "search ranges");
  const [across, up] = axes.map((axis) => byWidth(known, axis)) as [string[], string[]];
  const [acrossTitle, upTitle] = axes.map(axisLabel) as [string, string];
  const groups = Map.groupBy(known, (row) => `${labelIn(row, by)} ${row.treatment}`);
  const counts = countRange([...groups.values()].map(({ length }) => length));
  const possible = countRange(known.map((row) => row.possible)), flat = rows.length - known.length;
  const note = [
    [
      "The hyper-parameter with the largest total importance if only these levels had been searched:",
      `${counts} ${
        counts === "1" ? "range" : "ranges"
      } of ${possible} in each panel, from the lowest to the highest level searched, two levels or more each;`,
      "the stronger the colour, the further ahead of the next (full at 50 percentage points).",
      flat > 0 && `${flat} ranges in which nothing varies left out.`,
    ],
    `${BOTH_TREATMENTS} ${droppedSentence(known)}`,
  ];
  const firsts = inOrder(known.map((row) => row.first!)).map(axisLabel);
  const title = "Does the answer depend on the range searched?", axis = { labelFontSize: 10 };
  const upright = { ...axis, labelAngle: -90 };
  const legend = { title: "Comes first", symbolType: "square", orient: "bottom", offset: 8 };
  return panelFigure({ title, note, beside: 150 }, {
    values: toCells(known, by, axes),
    column: ["panel", labelsIn(known, by)],
    row: ["treatment", Object.values(TREATMENTS), OVER],
    width: Math.max(150, across.length * 14),
    height: Math.max(90, up.length * 14),
    mark: { type: "rect", stroke: "white" },
    encoding: {
      x: ordinal("across", across, { title: `${acrossTitle}s`, axis: upright }),
      y: ordinal("up", up.reverse(), { title: `${upTitle}s`, axis }),
      color: palette("first", firsts, { legend }),
      opacity: quantitative("margin", {
        scale: { domain: [0, 0.5], range: [0.25, 1], clamp: true },
        legend: null,
      }),
      tooltip: tooltip({
        "Comes first": "first",
        "Ahead of the next by": ["margin", ".1%"],
        [acrossTitle]: "across",
        [upTitle]: "up",
        "Ranges": ["ranges"],
      }),
    },
  });
}
