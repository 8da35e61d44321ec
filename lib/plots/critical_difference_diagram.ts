import type { TopLevelSpec } from "vega-lite";
import type { ComparisonRow } from "../analysis/compare_optimizers.ts";
import { nominal, quantitative } from "./_channels.ts";
import { figure, required } from "./_figure.ts";
import { dot } from "./_marks.ts";
import { choiceSentence, labelIn, treatmentSentence } from "./_words.ts";
import { axisWords } from "./labels.ts";
import { COLORS, THEME } from "./theme.ts";

/** Options of {@linkcode criticalDifferenceDiagram}. */
export interface DifferenceOptions {
  /** The column of the compared axis. @default "optimizer" */
  readonly compare?: string;
  /** Which treatment's rows are drawn. @default "rank" */
  readonly treatment?: ComparisonRow["treatment"];
}

const VIEWS = {
  best: "Each at its own best learning rate",
  grid: "Averaged over all learning rates",
} as const;
/** Pixels: a line of names, and how far down the axis, the measure and the first bar lie. */
const LINE = 22, AXIS = 40, MEASURE = 6, BARS = 54;

/** Runs of neighbours in rank that do not differ by more than the critical difference; none inside another. */
function cliques(rows: readonly ComparisonRow[]): { from: number; to: number }[] {
  const lastWithin = ({ mean_rank, critical_difference }: ComparisonRow) =>
    rows.findLastIndex((other) => other.mean_rank - mean_rank <= critical_difference);
  const found = rows.map((row, from) => ({ from, to: lastWithin(row) }))
    .filter(({ from, to }) => to > from);
  return found.filter(({ to }, i) => i === 0 || to > found[i - 1]!.to)
    .map(({ from, to }) => ({ from: rows[from]!.mean_rank, to: rows[to]!.mean_rank }));
}

const down = quantitative("down", { scale: null, axis: null });

/** Each name on a line of its own, joined to its rank on the axis; to the left half those of good ranks. */
function ladder(names: readonly { rank: number; label: string; down: number }[]) {
  const count = names.length, ticks = names.map((_, i) => i + 1);
  const x = quantitative("rank", {
    title: null,
    scale: { domain: [1, count], nice: false },
    axis: { orient: "top", offset: -AXIS, values: ticks, grid: false, format: "d" },
  });
  const right = ({ rank }: { rank: number }) => rank > (1 + count) / 2;
  const text = (values: readonly object[], align: "left" | "right", dx: number) => ({
    data: { values },
    mark: { type: "text", align, dx, fontSize: 12, fontWeight: 600, color: COLORS.ink },
    encoding: { x, y: down, text: nominal("label") },
  });
  const data = { values: names }, rule = { type: "rule", color: COLORS.mutedInk };
  return [
    { data, mark: rule, encoding: { x, y: { value: AXIS }, y2: down } },
    { data, mark: { ...dot(50), color: COLORS.categories[0] }, encoding: { x, y: down } },
    text(names.filter((name) => !right(name)), "left", 9),
    text(names.filter(right), "right", -9),
  ];
}

function segments(values: readonly object[], strokeWidth: number, color: string) {
  const mark = { type: "rule", strokeWidth, color, strokeCap: "round" };
  const encoding = { x: quantitative("from"), x2: { field: "to" }, y: down };
  return values.length === 0 ? [] : [{ data: { values }, mark, encoding }];
}

function view(all: readonly ComparisonRow[], compare: string) {
  const rows = all.toSorted((a, b) => a.mean_rank - b.mean_rank), { view, within } = rows[0]!;
  const { critical_difference: difference, p_value, blocks } = rows[0]!;
  const bars = cliques(rows).map((clique, i) => ({ ...clique, down: BARS + 10 * i }));
  const base = BARS + 6 + 10 * bars.length;
  const names = rows.map((row, i) => ({
    rank: row.mean_rank,
    label: `${labelIn(row, compare)}  ${row.mean_rank.toFixed(2)}`,
    down: base + LINE * (i + 0.5),
  }));
  const label = `critical difference ${difference.toFixed(2)}`;
  const measure = [{ from: 1, to: 1 + difference, label, down: MEASURE }];
  const p = p_value < 0.001 ? "p < 0.001" : `p = ${p_value.toFixed(3)}`;
  return {
    title: {
      text: [
        `${VIEWS[view]} (Friedman ${p}, ${blocks} blocks)`,
        ...within === "" ? [] : [axisWords(within)],
      ],
      fontSize: 12,
      offset: 6,
    },
    width: 460,
    height: base + LINE * rows.length,
    layer: [
      ...ladder(names),
      ...segments(bars, 5, COLORS.ink),
      ...segments(measure, 2, COLORS.mutedInk),
      {
        data: { values: measure },
        mark: { type: "text", align: "left", dx: 7, color: COLORS.mutedInk, fontSize: 11 },
        encoding: { x: quantitative("to"), y: { value: MEASURE }, text: nominal("label") },
      },
    ],
  };
}

/**
 * Critical-difference diagrams (Demšar 2006): mean ranks of the optimizers, those joined by a bar that do not differ
 * significantly; each at its own best learning rate, and averaged over all of them.
 *
 * @param rows Rows of `compareOptimizers`.
 * @throws {InputError} If there are no rows of the treatment.
 *
 * @example
 * ```ts
 * import { criticalDifferenceDiagram } from "./critical_difference_diagram.ts";
 * const row = {
 *   within: "", view: "best", chosen_on: "validation", treatment: "rank", response: "rank of test_mse", mean_score: 0, wins: 0, critical_difference: 0.7,
 *   chi_square: 9, p_value: 0.01, iman_davenport_p_value: 0.01, blocks: 24, blocks_of: "latent_size × model",
 * } as const;
 * const adam = { ...row, optimizer: "adam", mean_rank: 1 }, sgd = { ...row, optimizer: "sgd", mean_rank: 2 };
 * const spec = criticalDifferenceDiagram([adam, sgd]);
 * if (!JSON.stringify(spec).includes("24 blocks")) throw new Error("n is missing");
 * ```
 */
export function criticalDifferenceDiagram(
  rows: readonly ComparisonRow[],
  { compare = "optimizer", treatment = "rank" }: DifferenceOptions = {},
): TopLevelSpec {
  const own = rows.filter((row) => row.treatment === treatment);
  const kept = required(own, "a critical-difference diagram");
  const views = ["best", "grid"].flatMap((name) => [
    ...Map.groupBy(kept.filter(({ view }) => view === name), ({ within }) => within).values(),
  ]);
  const blocks = axisWords(kept[0]!.blocks_of);
  const note = [[
    `Mean rank of test MSE, 1 is best; a block is a combination of ${blocks}, scores are means over seeds.`,
    "A thick bar joins those that differ by no more than Nemenyi’s critical difference (5 %). The test takes blocks for " +
    "independent, though they share seeds; the claims above do not.",
    `Best levels: ${choiceSentence(kept).replace(/^C/, "c")}`,
    treatmentSentence(treatment),
  ]];
  return figure({ title: `Which ${axisWords(compare)} is best?`, note, width: 540 }, {
    vconcat: views.map((rows) => view(rows, compare)),
    resolve: { scale: { x: "independent" } },
    spacing: 30,
    config: { ...THEME, view: { stroke: null } },
  });
}
