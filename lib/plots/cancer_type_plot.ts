import type { TopLevelSpec } from "vega-lite";
import type { CancerTypeRow } from "../analysis/cancer_type_sensitivity.ts";
import { plainText } from "../format/plain_text.ts";
import { logAxis, logDomain, nominal, SPARSE, tooltip } from "./_channels.ts";
import { panelFigure, required } from "./_figure.ts";
import { dot, layerColors } from "./_marks.ts";
import { droppedSentence, firstBy, labelIn, labelsIn, treatmentSentence } from "./_words.ts";
import { COLORS } from "./theme.ts";

/** Options of {@linkcode cancerTypePlot}. */
export interface CancerTypePlotOptions {
  /** Types that could not be compared, as some split has no test sample of them. @default [] */
  readonly leftOut?: readonly string[];
}

const STATISTICS = [
  "Lowest of all configurations, on test samples",
  "Median",
  "Middle half of the configurations",
];
const color = layerColors(STATISTICS, [COLORS.categories[0], COLORS.ink, "#b6bdc5"]);

/** Scores are logarithms of errors. */
function toValues(rows: readonly CancerTypeRow[]) {
  return firstBy(rows, (row) => `${labelIn(row, "model")}\n${row.cancer_type}`).map((row) => ({
    model: labelIn(row, "model"),
    type: plainText(row.cancer_type),
    lowest: 10 ** row.best,
    low: 10 ** row.percentile_25,
    median: 10 ** row.median,
    high: 10 ** row.percentile_75,
    factor: 10 ** row.spread,
  }));
}

type Values = ReturnType<typeof toValues>;

/** The type with the largest lowest error first. */
function byError(values: Values): string[] {
  const types = Map.groupBy(values, ({ type }) => type);
  const largest = (type: string) => Math.max(...types.get(type)!.map(({ lowest }) => lowest));
  return [...types.keys()].sort((a, b) => largest(b) - largest(a));
}

function layers(values: Values) {
  const domain = logDomain(values.flatMap(({ lowest, median, high }) => [lowest, median, high]));
  const x = logAxis("Test MSE (log scale)", domain, { axis: SPARSE });
  const told = tooltip({
    "Cancer type": "type",
    "Lowest": ["lowest", ".4~r"],
    "Median": ["median", ".4~r"],
    "25 %": ["low", ".4~r"],
    "75 %": ["high", ".4~r"],
    "95th over 5th percentile": ["factor", ".3~r"],
  });
  const layer = (i: number, field: string, mark: object, x2?: string) => ({
    mark,
    encoding: {
      x: { ...x, field },
      ...(x2 && { x2: { field: x2 } }),
      color: color(STATISTICS[i]!),
      tooltip: told,
    },
  });
  return [
    layer(2, "low", { type: "rule", strokeWidth: 6, strokeCap: "butt" }, "high"),
    layer(1, "median", { type: "tick", thickness: 2, size: 12 }),
    layer(0, "lowest", dot(46)),
  ];
}

/**
 * Which cancer types depend on the configuration: the lowest, the median and the middle half of the configurations' test
 * errors for each type, a panel per model. The lowest is of all configurations, for each type another: no choice on
 * validation samples.
 *
 * @param rows Rows of `cancerTypeSensitivity`; those with the clipped loss are drawn, ranks are not.
 * @throws {InputError} If there is no such row.
 *
 * @example
 * ```ts
 * import { cancerTypePlot } from "./cancer_type_plot.ts";
 * const row = {
 *   model: "vae", cancer_type: "BRCA", best: -1, percentile_25: -0.8, median: -0.5, percentile_75: -0.2,
 *   interquartile_range: 0.6, spread: 1, axis: "optimizer", importance: 0.5, place: 1, response: "log10 type_mse",
 *   treatment: "clip", dropped: "", seeds: 5,
 * } as const;
 * const text = JSON.stringify(cancerTypePlot([row], { leftOut: ["CHOL"] }));
 * if (!text.includes("CHOL")) throw new Error("what was left out is missing");
 * ```
 */
export function cancerTypePlot(
  rows: readonly CancerTypeRow[],
  { leftOut = [] }: CancerTypePlotOptions = {},
): TopLevelSpec {
  const known = required(rows.filter((row) => row.treatment === "clip"), "cancer types");
  const values = toValues(known), models = labelsIn(known, "model");
  const types = byError(values);
  const note = [
    [
      `${types.length} cancer types; errors are means over each type’s test samples, configurations over seeds.`,
      leftOut.length > 0 &&
      `Left out, as not every split has a test sample of them: ${leftOut.join(", ")}.`,
    ],
    [
      treatmentSentence("clip").replace("Losses are", "Each type’s errors are"),
      droppedSentence(known),
    ],
  ];
  return panelFigure({ title: "Which cancer types depend on the configuration?", note }, {
    values,
    column: ["model", models],
    width: models.length > 1 ? 180 : 380,
    height: { step: 18 },
    encoding: { y: nominal("type", { sort: types, title: null }) },
    layer: layers(values),
  });
}
