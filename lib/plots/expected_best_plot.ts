import type { TopLevelSpec } from "vega-lite";
import type { ExpectedBestRow } from "../analysis/expected_best_curve.ts";
import { logAxis, logDomain, logTicksAxis, palette, quantitative, tooltip } from "./_channels.ts";
import { figure, required } from "./_figure.ts";
import { labelledRule } from "./_marks.ts";
import {
  choiceSentence,
  countRange,
  labelIn,
  labelsIn,
  pick,
  treatmentSentence,
} from "./_words.ts";
import type { ByOptions } from "./figure_options.ts";
import { axisLabel, axisWords } from "./labels.ts";

/** Options of {@linkcode expectedBestPlot}. */
export interface ExpectedBestPlotOptions extends ByOptions {
  /** The mean predictor's error, drawn as a dashed line. @default none */
  readonly meanPredictor?: number;
  /** The best number of principal components with its error, drawn likewise. @default none */
  readonly pca?: { readonly components: number; readonly mse: number };
}

/**
 * Expected-best curves (Dodge et al. 2019): what the best of n random configurations reaches.
 *
 * @param rows Rows of `expectedBestCurve`; those with the clipped loss are drawn, ranks are not.
 * @throws {InputError} If there is no such row.
 *
 * @example
 * ```ts
 * import { expectedBestPlot } from "./expected_best_plot.ts";
 * const about = { treatment: "clip", response: "test_mse", over: "optimizer", chosen_on: "validation" } as const;
 * const row = { model: "vae", low: 0.1, high: 0.5, runs: 90, ...about };
 * const spec = expectedBestPlot([
 *   { ...row, trials: 1, expected: 0.4 }, { ...row, trials: 10, expected: 0.2 },
 * ], { meanPredictor: 1 });
 * if (!JSON.stringify(spec).includes("mean predictor")) throw new Error("the floor is missing");
 * ```
 */
export function expectedBestPlot(
  rows: readonly ExpectedBestRow[],
  { by = "model", meanPredictor, pca }: ExpectedBestPlotOptions = {},
): TopLevelSpec {
  const kept = required(rows.filter((row) => row.treatment === "clip"), "expected-best curves");
  const values = kept.map((row) => ({
    name: labelIn(row, by),
    ...pick(row, "trials", "expected", "low", "high"),
  }));
  const title = axisLabel(by), runs = countRange(kept.map((row) => row.runs));
  const note = [
    [
      `Expected test MSE of the best of n configurations drawn at random from ${runs} runs per ${
        axisWords(by)
      }`,
      `(failed ones left out). ${choiceSentence(kept)} Bands: 5 % to 95 % of such draws. ${
        treatmentSentence("clip")
      }`,
      kept.some(({ over }) => over.split(", ").includes("genes")) &&
      "Numbers of genes are mixed, though errors over different genes differ in scale; lines are geometric means over them.",
    ],
  ];
  const floors = [
    ...(meanPredictor !== undefined
      ? [{ error: meanPredictor, label: "mean predictor", dy: 10 }]
      : []),
    ...(pca ? [{ error: pca.mse, label: `PCA, ${pca.components} components`, dy: -7 }] : []),
  ];
  const errors = [...values.flatMap(({ low, high }) => [low, high]), ...floors.map((f) => f.error)];
  const domain = logDomain(errors);
  const ticks = [1, 2, 3, 5, 10, 20, 30, 50, 100];
  const x = logTicksAxis("trials", "Configurations tried, n (log scale)", ticks);
  const y = logAxis("Expected best test MSE (log scale)", domain);
  const color = palette("name", labelsIn(kept, by), { legend: { title, symbolOpacity: 1 } });
  const told = tooltip({
    [title]: "name",
    "n": ["trials"],
    "Expected best": ["expected", ".4~r"],
  });
  return figure({ title: "What a random search reaches", note }, {
    width: 460,
    height: 260,
    layer: [
      ...floors.flatMap(({ error, label, dy }) =>
        labelledRule({ error, label }, {
          at: { y: quantitative("error") },
          end: { x: { value: "width" } },
          rule: { strokeDash: [5, 4] },
          text: { dx: -4, dy },
        })
      ),
      {
        data: { values },
        mark: { type: "area", opacity: 0.1 },
        encoding: { x, y: { ...y, field: "low", stack: null }, y2: { field: "high" }, color },
      },
      {
        data: { values },
        mark: { type: "line", strokeWidth: 2, point: { size: 26 } },
        encoding: { x, y: { ...y, field: "expected" }, color, tooltip: told },
      },
    ],
  });
}
