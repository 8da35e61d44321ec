import type { TopLevelSpec } from "vega-lite";
import type { BaselineComparisonRow } from "../analysis/baseline_comparison.ts";
import { BASELINE_DASH, BASELINE_WIDTH, BASELINES } from "./_baseline_dash.ts";
import { countRange, figure, logDomain, logTicks, required } from "./_figure.ts";
import { modelChannels, sizeAxis } from "./_lines.ts";
import { COLORS, labelOf } from "./theme.ts";

/** One line per baseline, the same whatever the model. */
function floors(rows: readonly BaselineComparisonRow[]) {
  const bySize = Map.groupBy(rows, (row) => row.latent_size);
  const geometric = (values: readonly number[]) =>
    10 ** (values.reduce((sum, v) => sum + Math.log10(v), 0) / values.length);
  return [...bySize].flatMap(([latent_size, own]) => [
    { latent_size, floor: BASELINES.pca, mse: geometric(own.map((row) => row.pca_mse)) },
    {
      latent_size,
      floor: BASELINES.mean,
      mse: geometric(own.map((row) => row.mean_predictor_mse)),
    },
  ]);
}

/** Factors with a sign in words: "0.91 (0.88 to 0.95)". */
function ratioText({ ratio, low, high }: BaselineComparisonRow): string {
  if (ratio === null) return "every run diverged";
  const interval = low === null ? "" : ` (${low.toPrecision(3)} to ${high!.toPrecision(3)})`;
  return ratio.toPrecision(3) + interval;
}

function errorPanel(rows: readonly BaselineComparisonRow[]) {
  const values = rows.map((row) => ({
    ...row,
    model: labelOf(row.model),
    against: ratioText(row),
    held_out: row.ratio_held_out,
  }));
  const lines = floors(rows), x = sizeAxis(rows.map((row) => row.latent_size));
  const domain = logDomain([
    ...lines.map(({ mse }) => mse),
    ...rows.flatMap((row) => row.model_mse ?? []),
  ]);
  const y = {
    type: "quantitative",
    title: "Test MSE (log scale)",
    scale: { type: "log", domain, nice: false },
    axis: { format: "~g", values: logTicks(domain) },
  };
  const tooltip = [
    { field: "model", title: "Model", type: "nominal" },
    { field: "latent_size", title: "Latent size", type: "quantitative" },
    { field: "model_mse", title: "Test MSE", type: "quantitative", format: ".4~r" },
    { field: "pca_mse", title: "PCA’s", type: "quantitative", format: ".4~r" },
    { field: "against", title: "Ratio to PCA’s (95 %)", type: "nominal" },
    { field: "held_out", title: "Chosen by other seeds", type: "quantitative", format: ".3~r" },
    { field: "best_configuration", title: "Best", type: "nominal" },
  ];
  return {
    width: 330,
    height: 250,
    layer: [
      {
        data: { values: lines },
        mark: { type: "line", color: COLORS.ink, strokeWidth: BASELINE_WIDTH },
        encoding: { x, y: { ...y, field: "mse" }, strokeDash: BASELINE_DASH },
      },
      {
        data: { values },
        mark: { type: "line", strokeWidth: 1.6 },
        encoding: {
          x,
          y: { ...y, field: "model_mse" },
          color: modelChannels(rows.map(({ model }) => model)).color,
        },
      },
      {
        data: { values },
        mark: { type: "point", filled: true, size: 48, opacity: 1 },
        encoding: {
          x,
          y: { ...y, field: "model_mse" },
          ...modelChannels(rows.map(({ model }) => model)),
          tooltip,
        },
      },
    ],
  };
}

function sharePanel(rows: readonly BaselineComparisonRow[]) {
  const values = rows.map((row) => ({ ...row, model: labelOf(row.model) }));
  const x = sizeAxis(rows.map((row) => row.latent_size));
  const y = {
    field: "better_than_pca",
    type: "quantitative",
    title: "Configurations better than PCA",
    scale: { domain: [0, 1] },
    axis: { format: ".0%", tickCount: 5 },
  };
  const channels = modelChannels(rows.map(({ model }) => model));
  const tooltip = [
    { field: "model", title: "Model", type: "nominal" },
    { field: "latent_size", title: "Latent size", type: "quantitative" },
    { field: "better_than_pca", title: "Better than PCA", type: "quantitative", format: ".0%" },
    { field: "better_than_mean", title: "Than the mean", type: "quantitative", format: ".0%" },
    { field: "configurations", title: "Of configurations", type: "quantitative" },
  ];
  return {
    data: { values },
    width: 330,
    height: 250,
    layer: [
      { mark: { type: "line", strokeWidth: 1.6 }, encoding: { x, y, color: channels.color } },
      {
        mark: { type: "point", filled: true, size: 48, opacity: 1 },
        encoding: { x, y, ...channels, tooltip },
      },
    ],
  };
}

/**
 * Is it worth it? The best configuration of each model against principal components and the mean predictor over the latent
 * size, and how many configurations are better than PCA.
 *
 * @param rows Rows of `baselineComparison`.
 * @returns A Vega-Lite 5 specification with inline data.
 * @throws {InputError} If there is no row.
 *
 * @example
 * ```ts
 * import { baselinePlot } from "./baseline_plot.ts";
 * const row = {
 *   model: "vae", best_configuration: "optimizer adam", model_mse: 0.4, pca_mse: 0.5, mean_predictor_mse: 1, ratio: 0.8,
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
  const diverged = known.reduce((sum, row) => sum + row.diverged, 0);
  const none = known.filter((row) => row.model_mse === null).length;
  const note = [
    `Left: the best of ${counts} configurations of each model and latent size, ${
      seeds === 1
        ? "one seed; the lowest of many owes something to luck"
        : `geometric mean of ${seeds} seeds; tooltips have the ratio where other seeds chose`
    }. Components are fitted to the same training samples.${
      none > 0 ? ` ${none} model × latent size without a point: every run diverged.` : ""
    }`,
    `Errors are clipped at each split’s mean predictor, which also stands for diverged runs (in ${diverged} configurations).`,
  ];
  return figure({ title: "Is it better than a linear answer?", note, width: 760 }, {
    hconcat: [errorPanel(known), sharePanel(known)],
    spacing: 40,
    resolve: { scale: { color: "shared", shape: "shared" } },
  });
}
