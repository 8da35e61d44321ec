import type { TopLevelSpec } from "vega-lite";
import type { BaselineComparisonRow } from "../analysis/baseline_comparison.ts";
import { extent } from "../numbers/extent.ts";
import { geometricMean } from "../numbers/geometric_mean.ts";
import { logAxis, logDomain, palette, shareAxis, sizeAxis, tooltip } from "./_channels.ts";
import { figure, required } from "./_figure.ts";
import { baselineLines, BASELINES, dottedLines, MODELS, withNumber } from "./_marks.ts";
import { choiceSentence, countRange, labelIn, labelsIn, rangeText, total } from "./_words.ts";
import { COLORS } from "./theme.ts";

/** The factor by which an interval is drawn beyond the errors at most. */
const FAR = 1.3;

/** One line per baseline, the same whatever the model; without components that leave no error, as many as genes. */
function floors(rows: readonly BaselineComparisonRow[]) {
  return [...Map.groupBy(rows, (row) => row.latent_size)].flatMap(([latent_size, own]) =>
    (["pca", "mean"] as const).map((floor) => ({
      latent_size,
      floor: BASELINES[floor],
      mse: geometricMean(own.map((row) => floor === "pca" ? row.pca_mse : row.mean_predictor_mse)),
    }))
  ).filter(({ mse }) => mse > 0);
}

/** Factors with a sign in words: "0.91 (0.88 to 0.95)". */
function ratioText(row: BaselineComparisonRow): string {
  const write = (factor: number) => factor.toPrecision(3);
  if (row.model_mse === null) return "every run diverged";
  return row.ratio === null ? "PCA leaves no error" : write(row.ratio) + rangeText(row, write);
}

function errorPanel(rows: readonly BaselineComparisonRow[]) {
  const values = rows.map((row) => ({
    ...row,
    model: labelIn(row, "model"),
    against: ratioText(row),
    held_out: row.ratio_held_out,
    from: row.low === null ? null : row.low * row.pca_mse,
    to: row.high === null ? null : row.high * row.pca_mse,
  }));
  const lines = floors(rows), x = sizeAxis(rows.map((row) => row.latent_size));
  const errors = [...lines.map(({ mse }) => mse), ...rows.flatMap((row) => row.model_mse ?? [])];
  // An interval that reaches far beyond all errors is cut: it would flatten the figure.
  const [least, most] = extent(errors);
  const ends = values.flatMap(({ from, to }) => [from ?? least, to ?? most])
    .map((end) => Math.min(most * FAR, Math.max(least / FAR, end)));
  const y = logAxis("Test MSE (log scale)", logDomain([...errors, ...ends]));
  return [
    baselineLines(lines, { x, y: { ...y, field: "mse" }, color: COLORS.ink }),
    {
      ...withNumber("from"),
      data: { values },
      mark: { type: "rule", strokeWidth: 1.2, clip: true },
      encoding: {
        x,
        y: { ...y, field: "from" },
        y2: { field: "to" },
        color: palette("model", labelsIn(rows, "model"), { legend: MODELS }),
      },
    },
    ...dottedLines("model", labelsIn(rows, "model"), {
      values,
      legend: MODELS,
      x,
      y: { ...y, field: "model_mse" },
      tooltip: tooltip({
        "Model": "model",
        "Latent size": ["latent_size"],
        "Test MSE": ["model_mse", ".4~r"],
        "PCA’s": ["pca_mse", ".4~r"],
        "Ratio to PCA’s (95 %)": "against",
        "Chosen by other seeds": ["held_out", ".3~r"],
        "Best": "best_configuration",
      }),
    }),
  ];
}

function sharePanel(rows: readonly BaselineComparisonRow[]) {
  return dottedLines("model", labelsIn(rows, "model"), {
    legend: MODELS,
    x: sizeAxis(rows.map((row) => row.latent_size)),
    y: shareAxis("better_than_pca", "Configurations better than PCA"),
    tooltip: tooltip({
      "Model": "model",
      "Latent size": ["latent_size"],
      "Better than PCA": ["better_than_pca", ".0%"],
      "Than the mean": ["better_than_mean", ".0%"],
      "Of configurations": ["configurations"],
    }),
  });
}

/**
 * Is it worth it? The best configuration of each model against principal components and the mean predictor over the latent
 * size, and how many configurations are better than PCA.
 *
 * @param rows Rows of `baselineComparison`.
 * @throws {InputError} If there is no row.
 *
 * @example
 * ```ts
 * import { baselinePlot } from "./baseline_plot.ts";
 * const row = {
 *   model: "vae", over: "optimizer", chosen_on: "validation", best_configuration: "optimizer adam", model_mse: 0.4, pca_mse: 0.5, mean_predictor_mse: 1, ratio: 0.8,
 *   low: null, high: null, ratio_held_out: null, better_than_pca: 0.2, better_than_mean: 0.9, configurations: 15,
 *   diverged: 2, seeds: 1,
 * };
 * const text = JSON.stringify(baselinePlot([{ ...row, latent_size: 10 }, { ...row, latent_size: 50 }]));
 * if (!text.includes("15 configurations")) throw new Error("n is missing");
 * ```
 */
export function baselinePlot(rows: readonly BaselineComparisonRow[]): TopLevelSpec {
  const known = required(rows, "baselines");
  const counts = countRange(known.map((row) => row.configurations));
  const seeds = Math.max(...known.map((row) => row.seeds));
  const none = known.filter((row) => row.model_mse === null).length;
  const whole = [
    ...new Set(known.filter((row) => row.pca_mse === 0).map((row) => row.latent_size)),
  ];
  const note = [
    [
      `Left: the best of ${counts} configurations of each model and latent size,`,
      seeds === 1
        ? "one seed; the lowest of many owes something to luck."
        : `geometric mean of ${seeds} seeds; tooltips have the ratio where other seeds chose.`,
      known.some(({ low }) => low !== null) &&
      "Rules: 95 % intervals over seeds of the ratio to PCA’s error, times that error.",
      "Components are fitted to the same training samples.",
      choiceSentence(known),
      whole.length > 0 &&
      `PCA of ${whole.join(", ")} leaves no error: as many components as genes.`,
      none > 0 && `${none} model × latent size without a point: every run diverged.`,
    ],
    `Errors are clipped at each split’s mean predictor, which also stands for diverged runs (in ${
      total(known, "diverged")
    } configurations).`,
  ];
  const size = { width: 330, height: 250 };
  const values = known.map((row) => ({ ...row, model: labelIn(row, "model") }));
  return figure({ title: "Is it better than a linear answer?", note, width: 760 }, {
    hconcat: [
      { ...size, layer: errorPanel(known) },
      { data: { values }, ...size, layer: sharePanel(known) },
    ],
    spacing: 40,
    resolve: { scale: { color: "shared", shape: "shared" } },
  });
}
