import type { TopLevelSpec } from "vega-lite";
import type { BudgetRow } from "../analysis/budget.ts";
import type { ImportanceByCapRow } from "../analysis/importance_by_cap.ts";
import { formatLearningRate } from "../format/learning_rate.ts";
import { sum } from "../numbers/sum.ts";
import { ascending, logTicksAxis, palette, shareAxis, tooltip } from "./_channels.ts";
import { panelFigure, required } from "./_figure.ts";
import { dottedLines, withNumber } from "./_marks.ts";
import {
  droppedSentence,
  labelIn,
  labelsIn,
  nameIn,
  togetherSentence,
  treatmentSentence,
} from "./_words.ts";
import { axisLabel, inOrder } from "./labels.ts";

/** Options of {@linkcode importanceByCapPlot}. */
export interface ImportanceByCapPlotOptions {
  /** How diverged runs count. @default "rank" */
  treatment?: ImportanceByCapRow["treatment"];
}

/** Runs that the cap ended, in all and by learning rate: "40 % of 281 runs ended at the cap (1e-5: 92 %, 1e-4: 40 %)". */
function capSentence(rows: readonly BudgetRow[]): string {
  const known = rows.filter((row) => row.at_cap !== null && row.runs > 0);
  const runs = (own: readonly BudgetRow[]) => sum(own.map((row) => row.runs));
  const share = (own: readonly BudgetRow[]) =>
    Math.round(100 * sum(own.map((row) => row.at_cap! * row.runs)) / runs(own));
  if (known.length === 0) return "";
  const rates = [...Map.groupBy(known, (row) => Number(nameIn(row, "learning_rate")))]
    .filter(([rate]) => Number.isFinite(rate)).sort(([a], [b]) => a - b)
    .map(([rate, own]) => `${formatLearningRate(rate)}: ${share(own)} %`);
  const by = rates.length > 1 ? ` (learning rate ${rates.join(", ")})` : "";
  return `${share(known)} % of ${runs(known)} runs ended at the sweep’s cap${by}.`;
}

/**
 * Whether what matters depends on how long runs may train: the total importance of each hyper-parameter against the cap on
 * epochs, a panel per model.
 *
 * @param rows Rows of `importanceByCap`.
 * @param budgets Rows of `budget`, for the share of runs that the sweep's own cap ended.
 * @throws {InputError} If there is no row of the treatment.
 *
 * @example
 * ```ts
 * import { importanceByCapPlot } from "./importance_by_cap_plot.ts";
 * const row = {
 *   model: "vae", axis: "optimizer", low: null, high: null, place: 1, at_cap: 1, diverged: 0, outcome: "validation_mse",
 *   treatment: "rank", dropped: "",
 * } as const;
 * const budget = {
 *   learning_rate: 1e-4, over: "latent_size", runs: 24, failed: 0, at_cap: 0.5, stalled: 0, diverged: 0, median_epochs: 90,
 *   last_tenth: 0.01, outcome: "validation_mse",
 * };
 * const spec = importanceByCapPlot([{ ...row, cap: 10, importance: 0.4 }, { ...row, cap: 100, importance: 0.6 }], [budget]);
 * if (!JSON.stringify(spec).includes("50 % of 24 runs")) throw new Error("the share at the cap is missing");
 * ```
 */
export function importanceByCapPlot(
  rows: readonly ImportanceByCapRow[],
  budgets: readonly BudgetRow[] = [],
  { treatment = "rank" }: ImportanceByCapPlotOptions = {},
): TopLevelSpec {
  const kept = required(
    rows.filter((row) => row.treatment === treatment && row.importance !== null),
    "importances by cap",
  );
  const models = labelsIn(kept, "model"), [{ outcome }] = kept as [ImportanceByCapRow];
  const values = kept.map((row) => ({
    ...row,
    model: labelIn(row, "model") === "all" ? ALL : labelIn(row, "model"),
    axis: axisLabel(row.axis),
  }));
  const panels = models.map((model) => model === "all" ? ALL : model);
  const names = inOrder(kept.map((row) => row.axis)).map(axisLabel);
  const intervals = kept.some(({ low }) => low !== null);
  const legend = { title: "Hyper-parameter", orient: "bottom", symbolOpacity: 1, columns: 4 };
  const x = logTicksAxis("cap", "Cap on epochs (log scale)", ascending(kept.map((row) => row.cap)));
  const y = shareAxis("importance", "Total importance", { scale: {} });
  const band = {
    ...withNumber("low"),
    mark: { type: "area", opacity: 0.15 },
    encoding: {
      x,
      y: { ...y, field: "low", stack: null },
      y2: { field: "high" },
      color: palette("axis", names, { legend }),
    },
  };
  const note = [
    [
      `Each run stopped anew on its stored curve after at most so many epochs. ${
        capSentence(budgets)
      }`,
    ],
    [
      `Importance: total, of the validation ${
        outcome === "validation_mse" ? "MSE" : "reconstruction"
      } at the best epoch so far${treatment === "rank" ? ", as ranks" : ""}.`,
      treatment === "clip" && outcome !== "validation_mse"
        ? "Diverged runs stand at the model’s worst outcome."
        : treatmentSentence(treatment),
      intervals && "Bands: 95 % intervals over seeds.",
      droppedSentence(kept),
      togetherSentence(kept.map(({ axis }) => axis)),
    ],
  ];
  const title = "Does what matters depend on the budget?";
  return panelFigure({ title, note, beside: 60 }, {
    values,
    column: ["model", panels],
    width: panels.length > 1 ? 150 : 380,
    height: 200,
    layer: [
      ...(intervals ? [band] : []),
      ...dottedLines("axis", names, {
        legend,
        size: 30,
        x,
        y,
        tooltip: tooltip({
          "Hyper-parameter": "axis",
          "Cap": ["cap"],
          "Importance": ["importance", ".1%"],
          "From": ["low", ".1%"],
          "To": ["high", ".1%"],
          "Ended by the cap": ["at_cap", ".0%"],
          "Diverged before": ["diverged", ".0%"],
        }),
      }),
    ],
  });
}

/** The heading of all models together. */
const ALL = "All models";
