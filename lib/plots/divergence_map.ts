import type { TopLevelSpec } from "vega-lite";
import type { DivergenceRow } from "../analysis/divergence.ts";
import { plural } from "../format/plural.ts";
import { nominal, ordinal, quantitative, tooltip } from "./_channels.ts";
import { OVER, panelFigure, required } from "./_figure.ts";
import { textWidth } from "./_font.ts";
import { cells } from "./_marks.ts";
import { labelIn, labelsIn, levelsInOrder, pick, total } from "./_words.ts";
import { axisLabel, levelLabel } from "./labels.ts";
import { COLORS } from "./theme.ts";

/** Options of {@linkcode divergenceMap}. */
export interface DivergenceMapOptions {
  /** A column of the rows whose values get a panel each. @default none: one panel */
  readonly by?: string;
  /** Further columns, each combination of whose values gets a row of panels; those that the rows lack count for nothing. @default [] */
  readonly within?: readonly string[];
  /** The pair of axes that is drawn. @default "latent_size × learning_rate" */
  readonly axes?: string;
}

/** Pixels of the counts in a cell, and of the room beside them: fonts of notebooks are a tenth wider. */
const SIZE = 11, ROOM = 12;

const LAYERS = cells({
  color: quantitative("share", {
    scale: {
      domain: [0, 1],
      interpolate: "rgb",
      range: ["#f1f3f5", "#f3c7ab", COLORS.diverged, "#7a3500"],
    },
    legend: { title: "Share diverged", format: ".0%", gradientLength: 110, tickCount: 5 },
  }),
  tooltip: tooltip({
    "Diverged/runs": "counts",
    "Share": ["share", ".0%"],
    "From (Wilson, 95 %)": ["low", ".0%"],
    "To": ["high", ".0%"],
    "Failed": ["failed"],
  }),
  text: nominal("counts"),
  white: "datum.share > 0.55",
  muted: "datum.share === 0",
  fontSize: SIZE,
  strokeWidth: 1.5,
});

/**
 * The divergence map: the share of runs that diverged at each pair of levels, with the counts in the cells.
 *
 * @param rows Rows of `divergence`; with `by`, of several groups with that column.
 * @throws {InputError} If the pair of axes is not among the rows.
 *
 * @example
 * ```ts
 * import { divergenceMap } from "./divergence_map.ts";
 * const spec = divergenceMap([{
 *   axes: "latent_size × learning_rate", axis_1: "latent_size", level_1: "10", axis_2: "learning_rate", level_2: "0.1",
 *   over: "model, optimizer", runs: 4, diverged: 3, failed: 0, share: 0.75, low: 0.3, high: 0.95,
 * }]);
 * if (!JSON.stringify(spec).includes("3 of 4 runs diverged")) throw new Error("n is missing");
 * ```
 */
export function divergenceMap(
  rows: readonly DivergenceRow[],
  { by = "", within = [], axes = "latent_size × learning_rate" }: DivergenceMapOptions = {},
): TopLevelSpec {
  const kept = required(rows.filter((row) => row.axes === axes), "a divergence map");
  const known = within.filter((column) => column in kept[0]!);
  const rowOf = (row: DivergenceRow) =>
    known.flatMap((column) => {
      const level = Reflect.get(row, column);
      return level === null ? [] : [`${axisLabel(column)} ${levelLabel(level)}`];
    }).join(", ");
  const values = kept.map((row) => ({
    row: rowOf(row),
    first: levelLabel(row.level_1),
    second: levelLabel(row.level_2),
    ...pick(row, "share", "low", "high", "failed"),
    counts: `${row.diverged}/${row.runs}`,
    panel: labelIn(row, by),
  }));
  const [runs, diverged, failed] = (["runs", "diverged", "failed"] as const)
    .map((column) => total(kept, column)) as [number, number, number];
  const { axis_1, axis_2 } = kept[0]!;
  const first = levelsInOrder(kept.map((row) => levelLabel(row.level_1)));
  const second = levelsInOrder(kept.map((row) => levelLabel(row.level_2))).reverse();
  const note = [[
    `${diverged} of ${runs} runs diverged. Cells: diverged/runs, over all hyper-parameters that no axis or heading names, and`,
    "seeds.",
    "Divergence is counted, no number stands for it.",
    failed > 0 && `${plural(failed, "failed run")} left out: without an outcome.`,
  ]];
  const widest = Math.max(...values.map(({ counts }) => textWidth(counts, SIZE)));
  const panels = labelsIn(kept, by);
  const width = Math.max(120, first.length * Math.max(38, Math.ceil(widest) + ROOM));
  const all = Math.max(480, panels.length * (width + 20) + 120);
  return panelFigure({ title: "Where training diverges", note, width: all }, {
    values,
    column: ["panel", panels],
    ...(known.length > 0 && { row: ["row", [...new Set(values.map(({ row }) => row))], OVER] }),
    width,
    height: second.length * 26,
    encoding: {
      x: ordinal("first", first, { title: axisLabel(axis_1!), axis: { labelAngle: 0 } }),
      y: ordinal("second", second, { title: axisLabel(axis_2!) }),
    },
    layer: LAYERS,
  });
}
