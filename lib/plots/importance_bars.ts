import type { TopLevelSpec } from "vega-lite";
import type { ImportanceRow } from "../analysis/importance.ts";
import { countRange, droppedSentence, figure, required, seedSentence } from "./_figure.ts";
import { COLORS, inOrder, labelOf } from "./theme.ts";

/** Options of {@linkcode importanceBars}. */
export interface ImportanceBarOptions {
  /** A column of the rows whose values get a panel each. @default none: one panel */
  readonly by?: string;
  /** @default "Which hyper-parameter matters?" */
  readonly title?: string;
}

const TREATMENT_LABELS = { clip: "log10 MSE, clipped", rank: "Ranks" } as const;
const LIGHT = "#a9cbe5";
const KINDS = ["Alone (main effect)", "With its interactions (total)"];

type Row = ImportanceRow & Readonly<Record<string, unknown>>;

function bars(rows: readonly Row[], by: string | undefined) {
  return rows.filter((row) => row.order === 1 && row.importance !== null).map((row) => ({
    axis: labelOf(row.axes),
    kind: KINDS[row.kind === "total" ? 1 : 0],
    importance: row.importance,
    low: row.kind === "total" ? row.low : null,
    high: row.kind === "total" ? row.high : null,
    treatment: TREATMENT_LABELS[row.treatment],
    panel: by === undefined ? "" : labelOf(String(row[by])),
  }));
}

/** The largest total first. */
function byImportance(values: ReturnType<typeof bars>): string[] {
  const order = [...values].sort((a, b) => b.importance! - a.importance!);
  return [...new Set(order.map(({ axis }) => axis))];
}

function layers(values: ReturnType<typeof bars>) {
  const y = {
    field: "axis",
    type: "nominal",
    title: null,
    sort: byImportance(values),
  };
  const x = {
    field: "importance",
    type: "quantitative",
    scale: { domainMin: 0, domainMax: 1 },
    title: "Share of the variance",
    axis: { format: ".0%", values: [0, 0.25, 0.5, 0.75, 1] },
  };
  const color = {
    field: "kind",
    type: "nominal",
    scale: { domain: KINDS, range: [COLORS.categories[0], LIGHT] },
    legend: { title: null, orient: "bottom" },
  };
  const tooltip = [
    { field: "axis", title: "Hyper-parameter", type: "nominal" },
    { field: "kind", title: "Share", type: "nominal" },
    { field: "importance", title: "Of the variance", type: "quantitative", format: ".1%" },
    { field: "low", title: "From", type: "quantitative", format: ".1%" },
    { field: "high", title: "To", type: "quantitative", format: ".1%" },
  ];
  const bar = (kind: string | undefined, height: number) => ({
    transform: [{ filter: { field: "kind", equal: kind } }],
    mark: { type: "bar", height, clip: true },
    encoding: { x, y, color, tooltip },
  });
  const interval = {
    transform: [{ filter: "isValid(datum.low)" }],
    mark: { type: "rule", color: COLORS.ink, strokeWidth: 1.4, clip: true },
    encoding: { x: { ...x, field: "low" }, x2: { field: "high" }, y },
  };
  return [
    bar(KINDS[1], 16),
    bar(KINDS[0], 8),
    ...(values.some(({ low }) => low !== null) ? [interval] : []),
  ];
}

/**
 * Importance bars: the share of the variance over the grid that each hyper-parameter accounts for, alone and with all its
 * interactions (functional analysis of variance), with bootstrap intervals over seeds where there are several.
 *
 * @param rows Rows of `importance`, of one treatment of diverged runs or of both (a row of panels each).
 * @returns A Vega-Lite 5 specification with inline data.
 * @throws {InputError} If there is no importance to draw.
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
  options: ImportanceBarOptions = {},
): TopLevelSpec {
  const { by, title = "Which hyper-parameter matters?" } = options;
  const values = bars(rows as readonly Row[], by);
  required(values, "importance bars");
  const names = (rows as readonly Row[]).map((row) => by === undefined ? "" : String(row[by]));
  const panels = inOrder(names).map(labelOf), first = rows[0]!;
  const width = panels.length === 1 ? 380 : 150;
  const sort = (["clip", "rank"] as const).map((treatment) => TREATMENT_LABELS[treatment]);
  const header = { title: null, labelPadding: 6 };
  const cells = countRange(rows.map((row) => row.cells));
  const note = [
    `Share of the variance over ${cells} configurations${
      by === undefined ? "" : ` of each ${labelOf(by).toLowerCase()}`
    }, ${first.seeds} run${first.seeds === 1 ? "" : "s"} each. ${seedSentence(first.seeds)}`,
    "Test MSE: as log10, clipped at the mean predictor’s, which also stands for diverged runs; and as ranks, " +
    `diverged runs last. ${droppedSentence(rows as readonly Row[])}`,
  ];
  return figure({ title, note, width: Math.max(560, panels.length * (width + 20) + 100) }, {
    data: { values },
    facet: {
      ...(panels.length > 1 && {
        column: { field: "panel", type: "nominal", sort: panels, header },
      }),
      row: {
        field: "treatment",
        type: "nominal",
        sort,
        header: {
          ...header,
          labelOrient: "top",
          labelAnchor: "start",
          labelFontSize: 11,
          labelFontWeight: 400,
        },
      },
    },
    spec: { width, height: { step: 24 }, layer: layers(values) },
  });
}
