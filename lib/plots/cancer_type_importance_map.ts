import type { TopLevelSpec } from "vega-lite";
import type { CancerTypeRow } from "../analysis/cancer_type_sensitivity.ts";
import { droppedSentence, figure, required, type TableRow } from "./_figure.ts";
import { plainText } from "../format/plain_text.ts";
import { inOrder, labelOf } from "./theme.ts";

type Row = CancerTypeRow & TableRow;

/**
 * What the error of each cancer type depends on: the total importance of each hyper-parameter, a panel per model.
 *
 * @param rows Rows of `cancerTypeSensitivity`; those with the clipped loss are drawn, ranks are not.
 * @returns A Vega-Lite 5 specification with inline data.
 * @throws {InputError} If there is nothing to draw.
 *
 * @example
 * ```ts
 * import { cancerTypeImportanceMap } from "./cancer_type_importance_map.ts";
 * const row = {
 *   model: "vae", cancer_type: "BRCA", best: -1, percentile_25: -0.8, median: -0.5, percentile_75: -0.2,
 *   interquartile_range: 0.6, spread: 1, axis: "optimizer", importance: 0.5, place: 1, response: "log10 type_mse",
 *   treatment: "clip", dropped: "seed 3",
 * } as const;
 * if (!JSON.stringify(cancerTypeImportanceMap([row])).includes("seed 3")) throw new Error("what is missing?");
 * ```
 */
export function cancerTypeImportanceMap(rows: readonly CancerTypeRow[]): TopLevelSpec {
  const known = required(
    rows.filter((row) => row.treatment === "clip" && row.importance !== null),
    "importance by cancer type",
  ) as Row[];
  const models = inOrder(known.map((row) => String(row.model ?? "all")));
  const axes = inOrder(known.map((row) => row.axis));
  const types = [...new Set(known.map((row) => plainText(row.cancer_type)))].sort();
  const values = known.map((row) => ({
    model: labelOf(String(row.model ?? "all")),
    type: plainText(row.cancer_type),
    axis: labelOf(row.axis),
    importance: row.importance,
    place: row.place,
  }));
  const note = [
    `Total importance of each hyper-parameter (functional analysis of variance, noise between seeds subtracted) for the error ` +
    `on the test samples of each of ${types.length} cancer types.`,
    "log10 MSE, clipped at the mean predictor’s on that type, which also stands for diverged runs; the table " +
    `analysis/cancer_types has ranks too. Below 0 % or above 100 %: noise. ${
      droppedSentence(known)
    }`,
  ];
  const x = {
    field: "axis",
    type: "nominal",
    sort: axes.map(labelOf),
    title: null,
    axis: { orient: "top", labelAngle: -35, labelAlign: "left", domain: false, ticks: false },
  };
  const y = { field: "type", type: "nominal", sort: types, title: null };
  const cell = axes.length * 54, header = { title: null, labelPadding: 6, labelOrient: "bottom" };
  return figure({
    title: "Do all cancer types depend on the same hyper-parameter?",
    note,
    width: Math.max(560, models.length * (cell + 20) + 190),
  }, {
    data: { values },
    facet: { column: { field: "model", type: "nominal", sort: models.map(labelOf), header } },
    spec: {
      width: cell,
      height: { step: 20 },
      layer: [
        {
          mark: { type: "rect", stroke: "white" },
          encoding: {
            x,
            y,
            color: {
              field: "importance",
              type: "quantitative",
              scale: { domain: [0, 1], range: ["#f3f7fb", "#0072B2"], clamp: true },
              legend: { title: "Total importance", format: ".0%", tickCount: 5 },
            },
            tooltip: [
              { field: "type", title: "Cancer type", type: "nominal" },
              { field: "axis", title: "Hyper-parameter", type: "nominal" },
              {
                field: "importance",
                title: "Total importance",
                type: "quantitative",
                format: ".1%",
              },
              { field: "place", title: "Place", type: "quantitative" },
            ],
          },
        },
        {
          mark: { type: "text", fontSize: 10 },
          encoding: {
            x,
            y,
            text: { field: "importance", type: "quantitative", format: ".0%" },
            color: {
              condition: { test: "datum.importance > 0.55", value: "white" },
              value: "#1b1f24",
            },
          },
        },
      ],
    },
  });
}
