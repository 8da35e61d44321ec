import type { TopLevelSpec } from "vega-lite";
import type { RangeShareRow } from "../analysis/search_range_shares.ts";
import { names, palette, quantitative, shareAxis, tooltip } from "./_channels.ts";
import { OVER, panelFigure, required } from "./_figure.ts";
import { BOTH_TREATMENTS, countRange, labelIn, labelsIn, pick, TREATMENTS } from "./_words.ts";
import type { ByOptions } from "./figure_options.ts";
import { axisLabel, inOrder } from "./labels.ts";

/**
 * In what share of the search ranges each hyper-parameter comes first, a bar per model.
 *
 * @param rows Rows of `searchRangeShares`, of one treatment of diverged runs or of both (a panel each).
 * @throws {InputError} If no axis comes first anywhere.
 *
 * @example
 * ```ts
 * import { searchRangeBars } from "./search_range_bars.ts";
 * const row = { model: "vae", over: "latent_size, optimizer", ranges: 4, possible: 4, treatment: "clip" } as const;
 * const spec = searchRangeBars([
 *   { ...row, axis: "optimizer", first: 3, share: 0.75 }, { ...row, axis: "latent_size", first: 1, share: 0.25 },
 * ]);
 * if (!JSON.stringify(spec).includes("4 of 4 contiguous ranges")) throw new Error("n is missing");
 * ```
 */
export function searchRangeBars(
  rows: readonly RangeShareRow[],
  { by = "model" }: ByOptions = {},
): TopLevelSpec {
  const known = required(rows, "shares of search ranges");
  const axes = inOrder(known.map((row) => row.axis));
  const values = known.map((row) => ({
    bar: labelIn(row, by),
    axis: axisLabel(row.axis),
    order: axes.indexOf(row.axis),
    ...pick(row, "share", "first", "ranges"),
    treatment: TREATMENTS[row.treatment],
  }));
  const counts = countRange(known.map((row) => row.ranges));
  const possible = countRange(known.map((row) => row.possible));
  const note = [
    `Each bar: ${counts} of ${possible} contiguous ranges of the grid in which something varies, two or more ` +
    "levels of every numeric hyper-parameter. First: the largest total importance.",
    BOTH_TREATMENTS,
  ];
  const title = "What comes first in narrower searches";
  const shares = "Share of the search ranges in which it comes first";
  return panelFigure({ title, note, width: 600 }, {
    values,
    row: ["treatment", Object.values(TREATMENTS), { ...OVER, labelPadding: 10 }],
    width: 480,
    height: { step: 24 },
    mark: { type: "bar", height: 16 },
    encoding: {
      y: names("bar", labelsIn(known, by)),
      x: shareAxis("share", shares, { stack: "zero" }),
      color: palette("axis", axes.map(axisLabel), { legend: { title: null, orient: "bottom" } }),
      order: quantitative("order"),
      tooltip: tooltip({
        "Comes first": "axis",
        "In ranges": ["first"],
        "Of": ["ranges"],
        "Share": ["share", ".1%"],
      }),
    },
  });
}
