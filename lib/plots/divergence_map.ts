import type { TopLevelSpec } from "vega-lite";
import type { DivergenceRow } from "../analysis/divergence.ts";
import { figure, levelsInOrder, required } from "./_figure.ts";
import { COLORS, inOrder, labelOf } from "./theme.ts";

/** Options of {@linkcode divergenceMap}. */
export interface DivergenceMapOptions {
  /** A column of the rows whose values get a panel each. @default none: one panel */
  readonly by?: string;
  /** The pair of axes that is drawn. @default "latent_size × learning_rate" */
  readonly axes?: string;
}

type Row = DivergenceRow & Readonly<Record<string, unknown>>;

function toValues(rows: readonly Row[], by: string | undefined) {
  return rows.map((row) => ({
    first: row.level_1,
    second: row.level_2,
    share: row.share,
    low: row.low,
    high: row.high,
    counts: `${row.diverged}/${row.runs}`,
    failed: row.failed,
    panel: by === undefined ? "" : labelOf(String(row[by])),
  }));
}

/**
 * The divergence map: the share of runs that diverged at each pair of levels, with the counts in the cells.
 *
 * @param rows Rows of `divergence`; with `by`, of several groups with that column.
 * @returns A Vega-Lite 5 specification with inline data.
 * @throws {InputError} If the pair of axes is not among the rows.
 *
 * @example
 * ```ts
 * import { divergenceMap } from "./divergence_map.ts";
 * const spec = divergenceMap([{
 *   axes: "latent_size × learning_rate", axis_1: "latent_size", level_1: "10", axis_2: "learning_rate", level_2: "0.1",
 *   runs: 4, diverged: 3, failed: 0, share: 0.75, low: 0.3, high: 0.95,
 * }]);
 * if (!JSON.stringify(spec).includes("3 of 4 runs diverged")) throw new Error("n is missing");
 * ```
 */
export function divergenceMap(
  rows: readonly DivergenceRow[],
  options: DivergenceMapOptions = {},
): TopLevelSpec {
  const { by, axes = "latent_size × learning_rate" } = options;
  const kept = required(rows.filter((row) => row.axes === axes), "a divergence map") as Row[];
  const values = toValues(kept, by),
    names = kept.map((row) => by === undefined ? "" : String(row[by]));
  const panels = inOrder(names).map(labelOf);
  const sum = (read: (row: Row) => number) => kept.reduce((total, row) => total + read(row), 0);
  const runs = sum((row) => row.runs), diverged = sum((row) => row.diverged);
  const failed = sum((row) => row.failed), { axis_1, axis_2 } = kept[0]!;
  const first = levelsInOrder(kept.map((row) => row.level_1!));
  const second = levelsInOrder(kept.map((row) => row.level_2!)).reverse();
  const note = [
    `${diverged} of ${runs} runs diverged. Cells: diverged/runs, over all other hyper-parameters and seeds. ` +
    `Divergence is counted, no number stands for it.` +
    (failed > 0
      ? ` ${failed} failed run${failed === 1 ? "" : "s"} left out: without an outcome.`
      : ""),
  ];
  const header = { title: null, labelPadding: 6 }, width = Math.max(120, first.length * 38);
  const facet = { field: "panel", type: "nominal", sort: panels, header };
  const encoding = {
    x: {
      field: "first",
      type: "ordinal",
      sort: first,
      title: labelOf(axis_1!),
      axis: { labelAngle: 0 },
    },
    y: { field: "second", type: "ordinal", sort: second, title: labelOf(axis_2!) },
  };
  const spec = { width, height: second.length * 26, encoding, layer: LAYERS };
  const total = Math.max(480, panels.length * (width + 20) + 120);
  return figure({ title: "Where training diverges", note, width: total }, {
    data: { values },
    ...(panels.length > 1 ? { facet: { column: facet }, spec } : spec),
  });
}

const LAYERS = [
  {
    mark: { type: "rect", stroke: "white", strokeWidth: 1.5 },
    encoding: {
      color: {
        field: "share",
        type: "quantitative",
        scale: {
          domain: [0, 1],
          interpolate: "rgb",
          range: ["#f1f3f5", "#f3c7ab", COLORS.diverged, "#7a3500"],
        },
        legend: { title: "Share diverged", format: ".0%", gradientLength: 110, tickCount: 5 },
      },
      tooltip: [
        { field: "counts", title: "Diverged/runs", type: "nominal" },
        { field: "share", title: "Share", type: "quantitative", format: ".0%" },
        { field: "low", title: "From (Wilson, 95 %)", type: "quantitative", format: ".0%" },
        { field: "high", title: "To", type: "quantitative", format: ".0%" },
        { field: "failed", title: "Failed", type: "quantitative" },
      ],
    },
  },
  {
    mark: { type: "text", fontSize: 11 },
    encoding: {
      text: { field: "counts", type: "nominal" },
      color: {
        condition: [
          { test: "datum.share > 0.55", value: "white" },
          { test: "datum.share === 0", value: COLORS.mutedInk },
        ],
        value: COLORS.ink,
      },
    },
  },
];
