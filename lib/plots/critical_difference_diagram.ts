import type { TopLevelSpec } from "vega-lite";
import type { ComparisonRow } from "../analysis/compare_optimizers.ts";
import { figure, required, treatmentSentence } from "./_figure.ts";
import { COLORS, labelOf, THEME } from "./theme.ts";

/** Options of {@linkcode criticalDifferenceDiagram}. */
export interface DifferenceOptions {
  /** The column of the compared axis. @default "optimizer" */
  readonly compare?: string;
  /** Which treatment's rows are drawn. @default "rank" */
  readonly treatment?: ComparisonRow["treatment"];
}

type Row = ComparisonRow & Readonly<Record<string, unknown>>;

const VIEWS = {
  best: "Each at its own best learning rate",
  grid: "Averaged over all learning rates",
} as const;
const WIDTH = 460, LINE = 22;

/** Runs of neighbours in rank that do not differ by more than the critical difference; none inside another. */
function cliques(rows: readonly Row[]): { from: number; to: number }[] {
  const found = rows.map((row, i) => {
    const last = rows.findLastIndex((other) =>
      other.mean_rank - row.mean_rank <= row.critical_difference
    );
    return { from: i, to: last };
  }).filter(({ from, to }) => to > from);
  return found.filter(({ to }, i) => i === 0 || to > found[i - 1]!.to)
    .map(({ from, to }) => ({ from: rows[from]!.mean_rank, to: rows[to]!.mean_rank }));
}

function view(name: keyof typeof VIEWS, all: readonly Row[], compare: string) {
  const rows = all.filter((row) => row.view === name).sort((a, b) => a.mean_rank - b.mean_rank);
  const { critical_difference: difference, p_value, blocks } = rows[0]!;
  const joined = cliques(rows), base = 60 + 10 * joined.length;
  const names = rows.map((row, i) => ({
    rank: row.mean_rank,
    label: `${labelOf(String(row[compare]))}  ${row.mean_rank.toFixed(2)}`,
    down: base + LINE * (i + 0.5),
  }));
  const bars = joined.map((clique, i) => ({ ...clique, down: 54 + 10 * i }));
  const measure = [{
    from: 1,
    to: 1 + difference,
    label: `critical difference ${difference.toFixed(2)}`,
  }];
  const p = p_value < 0.001 ? "p < 0.001" : `p = ${p_value.toFixed(3)}`;
  return {
    title: { text: `${VIEWS[name]} (Friedman ${p}, ${blocks} blocks)`, fontSize: 12, offset: 6 },
    width: WIDTH,
    height: base + LINE * rows.length,
    layer: [
      ...ladder(names, rows.length),
      ...segments(bars, 5, COLORS.ink),
      ...segments(measure.map((m) => ({ ...m, down: 6 })), 2, COLORS.mutedInk),
      caption(measure),
    ],
  };
}

function scaleX(count: number) {
  return {
    type: "quantitative",
    title: null,
    scale: { domain: [1, count], nice: false },
    axis: {
      orient: "top",
      offset: -40,
      values: [...Array(count).keys()].map((i) => i + 1),
      grid: false,
      format: "d",
    },
  };
}

const PIXELS = { type: "quantitative", scale: null, axis: null } as const;

function ladder(names: readonly { rank: number; label: string; down: number }[], count: number) {
  const x = { ...scaleX(count), field: "rank" },
    right = (name: { rank: number }) => name.rank > (1 + count) / 2;
  const text = (values: readonly object[], align: "left" | "right", dx: number) => ({
    data: { values },
    mark: { type: "text", align, dx, fontSize: 12, fontWeight: 600, color: COLORS.ink },
    encoding: { x, y: { ...PIXELS, field: "down" }, text: { field: "label", type: "nominal" } },
  });
  return [
    {
      data: { values: names },
      mark: { type: "rule", color: COLORS.mutedInk },
      encoding: { x, y: { value: 40 }, y2: { ...PIXELS, field: "down" } },
    },
    {
      data: { values: names },
      mark: { type: "point", filled: true, size: 50, color: COLORS.categories[0], opacity: 1 },
      encoding: { x, y: { ...PIXELS, field: "down" } },
    },
    text(names.filter((name) => !right(name)), "left", 9),
    text(names.filter(right), "right", -9),
  ];
}

function segments(
  values: readonly { from: number; to: number; down: number }[],
  strokeWidth: number,
  color: string,
) {
  return values.length === 0 ? [] : [{
    data: { values },
    mark: { type: "rule", strokeWidth, color, strokeCap: "round" },
    encoding: {
      x: { field: "from", type: "quantitative" },
      x2: { field: "to" },
      y: { ...PIXELS, field: "down" },
    },
  }];
}

function caption(values: readonly { to: number; label: string }[]) {
  return {
    data: { values },
    mark: { type: "text", align: "left", dx: 7, color: COLORS.mutedInk, fontSize: 11 },
    encoding: {
      x: { field: "to", type: "quantitative" },
      y: { value: 6 },
      text: { field: "label", type: "nominal" },
    },
  };
}

/**
 * Critical-difference diagrams (Demšar 2006): mean ranks of the optimizers, those joined by a bar that do not differ
 * significantly; at each one's own best learning rate, and averaged over all of them.
 *
 * @param rows Rows of `compareOptimizers`.
 * @returns A Vega-Lite 5 specification with inline data.
 * @throws {InputError} If there are no rows of the treatment.
 *
 * @example
 * ```ts
 * import { criticalDifferenceDiagram } from "./critical_difference_diagram.ts";
 * const row = {
 *   view: "best", treatment: "rank", response: "rank of test_mse", mean_score: 0, wins: 0, critical_difference: 0.7,
 *   chi_square: 9, p_value: 0.01, iman_davenport_p_value: 0.01, blocks: 24,
 * } as const;
 * const ranks = [
 *   { ...row, optimizer: "adam", mean_rank: 1 }, { ...row, optimizer: "sgd", mean_rank: 2 },
 * ];
 * const spec = criticalDifferenceDiagram(ranks);
 * if (!JSON.stringify(spec).includes("24 blocks")) throw new Error("n is missing");
 * ```
 */
export function criticalDifferenceDiagram(
  rows: readonly ComparisonRow[],
  options: DifferenceOptions = {},
): TopLevelSpec {
  const { compare = "optimizer", treatment = "rank" } = options;
  const kept = required(
    rows.filter((row) => row.treatment === treatment),
    "a critical-difference diagram",
  ) as Row[];
  const views = (["best", "grid"] as const).filter((name) => kept.some((row) => row.view === name));
  const note = [
    "Mean rank of test MSE, 1 is best; a block is a model and latent size, scores are means over seeds. A thick bar joins " +
    `those that differ by no more than Nemenyi’s critical difference (5 %). ${
      treatmentSentence(treatment)
    }`,
  ];
  return figure({ title: `Which ${labelOf(compare).toLowerCase()} is best?`, note, width: 540 }, {
    vconcat: views.map((name) => view(name, kept, compare)),
    resolve: { scale: { x: "independent" } },
    spacing: 30,
    config: { ...THEME, view: { stroke: null } },
  });
}
