import type { TopLevelSpec } from "vega-lite";
import type { ImportanceRow } from "../analysis/importance.ts";
import { InputError } from "../errors.ts";
import { plural } from "../format/plural.ts";
import { nominal, quantitative, tooltip } from "./_channels.ts";
import { OVER, panelFigure, required } from "./_figure.ts";
import { withNumber } from "./_marks.ts";
import {
  axesLabel,
  countRange,
  droppedSentence,
  labelIn,
  labelsIn,
  seedSentence,
  togetherSentence,
  TREATMENTS,
} from "./_words.ts";
import { axisLabel, axisWords } from "./labels.ts";
import { COLORS } from "./theme.ts";

/** Options of {@linkcode importanceBars}. */
export interface ImportanceBarOptions {
  /** A column of the rows whose values get a panel each. @default none: one panel */
  readonly by?: string;
  /** @default "Which hyper-parameter matters?" */
  readonly title?: string;
}

const LIGHT = "#a9cbe5";
const KINDS = ["Alone (main effect)", "With its interactions (total)"];

/** A panel's heading: models and optimizers are known by their names, other levels with what they are one of. */
const panelOf = (level: string, by: string) =>
  by === "" || by === "model" || by === "optimizer" ? level : `${axisLabel(by)} ${level}`;

function toValues(rows: readonly ImportanceRow[], by: string) {
  return rows.filter((row) => row.order === 1 && row.importance !== null).map((row) => ({
    axis: axesLabel(row.axes),
    kind: KINDS[row.kind === "total" ? 1 : 0]!,
    importance: row.importance!,
    low: row.kind === "total" ? row.low : null,
    high: row.kind === "total" ? row.high : null,
    treatment: TREATMENTS[row.treatment],
    panel: panelOf(labelIn(row, by), by),
  }));
}

type Value = ReturnType<typeof toValues>[number];

function layers(values: readonly Value[]) {
  const largestFirst = [...values].sort((a, b) => b.importance - a.importance);
  const sort = [...new Set(largestFirst.map(({ axis }) => axis))];
  const y = nominal("axis", { title: null, sort });
  const x = quantitative("importance", {
    scale: { domainMin: 0, domainMax: 1 },
    title: "Share of the variance",
    axis: { format: ".0%", values: [0, 0.25, 0.5, 0.75, 1] },
  });
  const color = nominal("kind", {
    scale: { domain: KINDS, range: [COLORS.categories[0], LIGHT] },
    legend: { title: null, orient: "bottom" },
  });
  const told = tooltip({
    "Hyper-parameter": "axis",
    "Share": "kind",
    "Of the variance": ["importance", ".1%"],
    "From": ["low", ".1%"],
    "To": ["high", ".1%"],
  });
  const bar = (kind: string | undefined, height: number) => ({
    transform: [{ filter: { field: "kind", equal: kind } }],
    mark: { type: "bar", height, clip: true },
    encoding: { x, y, color, tooltip: told },
  });
  const interval = {
    ...withNumber("low"),
    mark: { type: "rule", color: COLORS.ink, strokeWidth: 1.4, clip: true },
    encoding: { x: { ...x, field: "low" }, x2: { field: "high" }, y },
  };
  const known = values.some(({ low }) => low !== null);
  return [bar(KINDS[1], 16), bar(KINDS[0], 8), ...(known ? [interval] : [])];
}

const RESPONSES = {
  rank: "as ranks, diverged runs last",
  clip: "as log10, clipped at the mean predictor’s, which also stands for diverged runs",
} as const;

/** What the panels' errors are, of the treatments that are drawn. */
function treatmentWords(rows: readonly ImportanceRow[]): string {
  const drawn = new Set(rows.map(({ treatment }) => treatment));
  return (["rank", "clip"] as const).filter((treatment) => drawn.has(treatment))
    .map((treatment) => RESPONSES[treatment]).join("; and ");
}

/** Bars of several levels of a column would be drawn on top of each other, and pass for one that is longer. */
function requireOne(values: readonly Value[]): void {
  const keys = values.map(({ axis, kind, treatment, panel }) =>
    [axis, kind, treatment, panel].join()
  );
  if (new Set(keys).size === keys.length) return;
  throw new InputError(
    "Cannot draw importance bars: there are several rows of one hyper-parameter; name the column that they differ in as `by`",
  );
}

/**
 * Importance bars: the share of the variance over the grid that each hyper-parameter accounts for, alone and with all its
 * interactions (functional analysis of variance), with intervals over seeds where there are three or more.
 *
 * @param rows Rows of `importance`, of one treatment of diverged runs or of both (a row of panels each).
 * @throws {InputError} If there is no importance to draw, or several of one hyper-parameter in a panel.
 *
 * @example
 * ```ts
 * import { importanceBars } from "./importance_bars.ts";
 * const row = {
 *   axes: "optimizer", order: 1, degrees_of_freedom: 2, variance: 1, noise: null, importance: 0.7, low: null,
 *   high: null, response: "log10 test_mse", treatment: "clip", cells: 3, seeds: 1, dropped: "",
 * } as const;
 * const spec = importanceBars([{ ...row, kind: "effect" }, { ...row, kind: "total" }]);
 * if (!JSON.stringify(spec).includes("One seed: no interval")) throw new Error("it must be said");
 * ```
 */
export function importanceBars(
  rows: readonly ImportanceRow[],
  { by = "", title = "Which hyper-parameter matters?" }: ImportanceBarOptions = {},
): TopLevelSpec {
  const values = required(toValues(rows, by), "importance bars");
  requireOne(values);
  const panels = labelsIn(rows, by).map((level) => panelOf(level, by)), { seeds } = rows[0]!;
  const cells = countRange(rows.map((row) => row.cells));
  const of = by === "" ? "" : ` of each ${axisWords(by)}`;
  const note = [
    `Share of the variance over ${cells} configurations${of}, ${plural(seeds, "run")} each. ${
      seedSentence(seeds)
    }`,
    [
      `Test MSE: ${treatmentWords(rows)}.`,
      droppedSentence(rows),
      togetherSentence(rows.map(({ axes }) => axes)),
    ],
  ];
  const header = { ...OVER, labelFontWeight: 400 };
  return panelFigure({ title, note }, {
    values,
    column: ["panel", panels],
    row: ["treatment", Object.values(TREATMENTS), header],
    width: panels.length === 1 ? 380 : 150,
    height: { step: 24 },
    layer: layers(values),
  });
}
