import type { TopLevelSpec } from "vega-lite";
import type { CancerTypeRow } from "../analysis/cancer_type_sensitivity.ts";
import {
  droppedSentence,
  figure,
  logDomain,
  logTicks,
  required,
  type TableRow,
  treatmentSentence,
} from "./_figure.ts";
import { plainText } from "../format/plain_text.ts";
import { COLORS, inOrder, labelOf } from "./theme.ts";

/** Options of {@linkcode cancerTypePlot}. */
export interface CancerTypePlotOptions {
  /** Types that could not be compared, as some split has no test sample of them. @default [] */
  readonly leftOut?: readonly string[];
}

type Row = CancerTypeRow & TableRow;

const STATISTICS = ["Best configuration", "Median", "Middle half of the configurations"];

/** Scores are logarithms of errors. */
function toValues(rows: readonly Row[]) {
  const once = new Map(rows.map((row) => [`${row.model}\n${row.cancer_type}`, row]));
  return [...once.values()].map((row) => ({
    model: labelOf(String(row.model ?? "all")),
    type: plainText(row.cancer_type),
    best: 10 ** row.best,
    low: 10 ** row.percentile_25,
    median: 10 ** row.median,
    high: 10 ** row.percentile_75,
    factor: 10 ** row.spread,
  }));
}

/** The type with the largest best error first. */
function byError(values: ReturnType<typeof toValues>): string[] {
  const best = new Map<string, number>();
  for (const { type, best: error } of values) {
    best.set(type, Math.max(best.get(type) ?? 0, error));
  }
  return [...best].sort(([, a], [, b]) => b - a).map(([type]) => type);
}

function layers(values: ReturnType<typeof toValues>) {
  const domain = logDomain(values.flatMap(({ best, median, high }) => [best, median, high]));
  const x = {
    type: "quantitative",
    title: "Test MSE (log scale)",
    scale: { type: "log", domain, nice: false },
    axis: { format: "~g", values: logTicks(domain), labelOverlap: true },
  };
  const y = { field: "type", type: "nominal", sort: byError(values), title: null };
  const color = {
    type: "nominal",
    scale: { domain: STATISTICS, range: [COLORS.categories[0], COLORS.ink, "#b6bdc5"] },
    legend: { title: null, orient: "bottom", labelLimit: 320, columns: 3 },
  };
  const tooltip = [
    { field: "type", title: "Cancer type", type: "nominal" },
    { field: "best", title: "Best", type: "quantitative", format: ".4~r" },
    { field: "median", title: "Median", type: "quantitative", format: ".4~r" },
    { field: "low", title: "25 %", type: "quantitative", format: ".4~r" },
    { field: "high", title: "75 %", type: "quantitative", format: ".4~r" },
    { field: "factor", title: "95th over 5th percentile", type: "quantitative", format: ".3~r" },
  ];
  return [
    {
      mark: { type: "rule", strokeWidth: 6, strokeCap: "butt" },
      encoding: {
        x: { ...x, field: "low" },
        x2: { field: "high" },
        y,
        color: { ...color, datum: STATISTICS[2] },
        tooltip,
      },
    },
    {
      mark: { type: "tick", thickness: 2, size: 12 },
      encoding: {
        x: { ...x, field: "median" },
        y,
        color: { ...color, datum: STATISTICS[1] },
        tooltip,
      },
    },
    {
      mark: { type: "point", filled: true, size: 46, opacity: 1 },
      encoding: {
        x: { ...x, field: "best" },
        y,
        color: { ...color, datum: STATISTICS[0] },
        tooltip,
      },
    },
  ];
}

/**
 * Which cancer types depend on the configuration: the best, the median and the middle half of the configurations' errors
 * for each type, a panel per model.
 *
 * @param rows Rows of `cancerTypeSensitivity`; those with the clipped loss are drawn, ranks are not.
 * @returns A Vega-Lite 5 specification with inline data.
 * @throws {InputError} If there is no such row.
 *
 * @example
 * ```ts
 * import { cancerTypePlot } from "./cancer_type_plot.ts";
 * const row = {
 *   model: "vae", cancer_type: "BRCA", best: -1, percentile_25: -0.8, median: -0.5, percentile_75: -0.2,
 *   interquartile_range: 0.6, spread: 1, axis: "optimizer", importance: 0.5, place: 1, response: "log10 type_mse",
 *   treatment: "clip", dropped: "",
 * } as const;
 * const text = JSON.stringify(cancerTypePlot([row], { leftOut: ["CHOL"] }));
 * if (!text.includes("CHOL")) throw new Error("what was left out is missing");
 * ```
 */
export function cancerTypePlot(
  rows: readonly CancerTypeRow[],
  { leftOut = [] }: CancerTypePlotOptions = {},
): TopLevelSpec {
  const clipped = rows.filter((row) => row.treatment === "clip");
  const known = required(clipped, "cancer types") as Row[], values = toValues(known);
  const models = inOrder(known.map((row) => String(row.model ?? "all")));
  const types = new Set(values.map(({ type }) => type)).size;
  const note = [
    `${types} cancer types; errors are means over each type’s test samples, configurations over seeds.${
      leftOut.length > 0
        ? ` Left out, as not every split has a test sample of them: ${leftOut.join(", ")}.`
        : ""
    }`,
    `${treatmentSentence("clip").replace("Losses are", "Each type’s errors are")} ${
      droppedSentence(known)
    }`,
  ];
  const width = models.length > 1 ? 180 : 380;
  const header = { title: null, labelPadding: 6 };
  return figure({
    title: "Which cancer types depend on the configuration?",
    note,
    width: Math.max(560, models.length * (width + 20) + 100),
  }, {
    data: { values },
    facet: { column: { field: "model", type: "nominal", sort: models.map(labelOf), header } },
    spec: { width, height: { step: 18 }, layer: layers(values) },
  });
}
