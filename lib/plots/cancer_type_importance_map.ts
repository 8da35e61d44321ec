import type { TopLevelSpec } from "vega-lite";
import type { CancerTypeRow } from "../analysis/cancer_type_sensitivity.ts";
import { plainText } from "../format/plain_text.ts";
import { nominal, quantitative, tooltip } from "./_channels.ts";
import { panelFigure, required } from "./_figure.ts";
import { cells } from "./_marks.ts";
import { droppedSentence, labelIn, labelsIn, pick, seedSentence } from "./_words.ts";
import { axisLabel, inOrder } from "./labels.ts";

/**
 * What the error of each cancer type depends on: the total importance of each hyper-parameter, a panel per model.
 *
 * @param rows Rows of `cancerTypeSensitivity`; those with the clipped loss are drawn, ranks are not.
 * @throws {InputError} If there is nothing to draw.
 *
 * @example
 * ```ts
 * import { cancerTypeImportanceMap } from "./cancer_type_importance_map.ts";
 * const row = {
 *   model: "vae", cancer_type: "BRCA", best: -1, percentile_25: -0.8, median: -0.5, percentile_75: -0.2,
 *   interquartile_range: 0.6, spread: 1, axis: "optimizer", importance: 0.5, place: 1, response: "log10 type_mse",
 *   treatment: "clip", dropped: "seed 3", seeds: 1,
 * } as const;
 * if (!JSON.stringify(cancerTypeImportanceMap([row])).includes("seed 3")) throw new Error("what is missing?");
 * ```
 */
export function cancerTypeImportanceMap(rows: readonly CancerTypeRow[]): TopLevelSpec {
  const known = required(
    rows.filter((row) => row.treatment === "clip" && row.importance !== null),
    "importance by cancer type",
  );
  const axes = inOrder(known.map((row) => row.axis)).map(axisLabel), { seeds } = known[0]!;
  const types = [...new Set(known.map((row) => plainText(row.cancer_type)))].sort();
  const values = known.map((row) => ({
    model: labelIn(row, "model"),
    type: plainText(row.cancer_type),
    axis: axisLabel(row.axis),
    ...pick(row, "importance", "place"),
  }));
  const note = [
    [
      "Total importance of each hyper-parameter (functional analysis of variance) for the error",
      `on the test samples of each of ${types.length} cancer types.`,
      seeds === 1 ? seedSentence(1) : `Noise between the ${seeds} seeds is subtracted.`,
    ],
    [
      "log10 MSE, clipped at the mean predictor’s on that type, which also stands for diverged runs;",
      "the table analysis/cancer_types has ranks too. Below 0 % or above 100 %: noise.",
      droppedSentence(known),
    ],
  ];
  const bare = { domain: false, ticks: false };
  const upright = { orient: "top", labelAngle: -35, labelAlign: "left", ...bare };
  const layer = cells({
    color: quantitative("importance", {
      scale: { domain: [0, 1], range: ["#f3f7fb", "#0072B2"], clamp: true },
      legend: { title: "Total importance", format: ".0%", tickCount: 5 },
    }),
    tooltip: tooltip({
      "Cancer type": "type",
      "Hyper-parameter": "axis",
      "Total importance": ["importance", ".1%"],
      "Place": ["place"],
    }),
    text: quantitative("importance", { format: ".0%" }),
    white: "datum.importance > 0.55",
  });
  const title = "Do all cancer types depend on the same hyper-parameter?";
  return panelFigure({ title, note, beside: 190 }, {
    values,
    column: ["model", labelsIn(known, "model"), { labelOrient: "bottom" }],
    width: axes.length * 54,
    height: { step: 20 },
    encoding: {
      x: nominal("axis", { sort: axes, title: null, axis: upright }),
      y: nominal("type", { sort: types, title: null }),
    },
    layer,
  });
}
