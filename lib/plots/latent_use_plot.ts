import type { TopLevelSpec } from "vega-lite";
import type { LatentUseRow } from "../analysis/latent_use.ts";
import { figure, required } from "./_figure.ts";
import { modelChannels, sizeAxis } from "./_lines.ts";
import { COLORS, labelOf } from "./theme.ts";

const KINDS = ["Lowest test MSE", "Median of all runs"];

type Measure = {
  readonly title: string;
  readonly format: string;
  readonly domain?: readonly [number, number];
  readonly best: (row: LatentUseRow) => number | null;
  readonly median: (row: LatentUseRow) => number | null;
};

const share = (value: number | null, row: LatentUseRow) =>
  value === null ? null : value / row.latent_size;

const MEASURES: readonly Measure[] = [
  {
    title: "Active units, share of latent size",
    format: ".0%",
    domain: [0, 1],
    best: (row) => share(row.best_active_units, row),
    median: (row) => share(row.active_units, row),
  },
  {
    title: "Effective rank, share of latent size",
    format: ".0%",
    domain: [0, 1],
    best: (row) => share(row.best_effective_rank, row),
    median: (row) => share(row.effective_rank, row),
  },
  {
    title: "KL divergence from the prior, nats",
    format: ",.4~r",
    best: (row) => row.best_kl,
    median: (row) => row.kl,
  },
];

function panel(rows: readonly LatentUseRow[], measure: Measure) {
  const values = rows.flatMap((row) =>
    ([[KINDS[0], measure.best(row)], [KINDS[1], measure.median(row)]] as const)
      .filter(([, value]) => value !== null)
      .map(([kind, value]) => ({
        model: labelOf(row.model),
        latent_size: row.latent_size,
        kind,
        value,
        runs: row.runs,
        collapsed: row.collapsed,
      }))
  );
  const x = sizeAxis(rows.map((row) => row.latent_size));
  const y = {
    field: "value",
    type: "quantitative",
    title: measure.title,
    scale: measure.domain ? { domain: measure.domain } : { zero: true },
    axis: { format: measure.format, tickCount: 5 },
  };
  const strokeDash = {
    field: "kind",
    type: "nominal",
    scale: { domain: KINDS, range: [[1, 0], [4, 3]] },
    legend: {
      title: "Line",
      orient: "bottom",
      symbolStrokeColor: COLORS.ink,
      symbolStrokeWidth: 1.8,
    },
  };
  const channels = modelChannels(rows.map(({ model }) => model));
  const tooltip = [
    { field: "model", title: "Model", type: "nominal" },
    { field: "latent_size", title: "Latent size", type: "quantitative" },
    { field: "kind", title: "Of", type: "nominal" },
    { field: "value", title: measure.title, type: "quantitative", format: ".3~r" },
    { field: "runs", title: "Runs", type: "quantitative" },
    { field: "collapsed", title: "Without active unit", type: "quantitative", format: ".0%" },
  ];
  return {
    data: { values },
    width: 205,
    height: 220,
    layer: [
      {
        mark: { type: "line", strokeWidth: 1.6 },
        encoding: { x, y, color: channels.color, strokeDash },
      },
      {
        mark: { type: "point", filled: true, size: 40, opacity: 1 },
        encoding: { x, y, ...channels, tooltip },
      },
    ],
  };
}

/**
 * How much of the latent space is used: active units, effective rank and KL divergence over the latent size.
 *
 * @param rows Rows of `latentUse`.
 * @returns A Vega-Lite 5 specification with inline data; a panel for each measure that was kept.
 * @throws {InputError} If there is nothing to draw.
 *
 * @example
 * ```ts
 * import { latentUsePlot } from "./latent_use_plot.ts";
 * const row = {
 *   model: "vae", runs: 14, left_out: 1, collapsed: 0.5, active_units: 2, active_units_25: 1, active_units_75: 3,
 *   effective_rank: 2, kl: null, largest_kl_share: null, best_active_units: 4, best_effective_rank: 3, best_kl: null,
 * };
 * const text = JSON.stringify(latentUsePlot([{ ...row, latent_size: 10 }, { ...row, latent_size: 50 }]));
 * if (!text.includes("28 runs") || text.includes("nats")) throw new Error("n, and no panel without numbers");
 * ```
 */
export function latentUsePlot(rows: readonly LatentUseRow[]): TopLevelSpec {
  const known = required(rows.filter((row) => row.runs > 0), "use of latent spaces");
  const panels = MEASURES.filter((measure) =>
    known.some((row) => measure.best(row) !== null || measure.median(row) !== null)
  );
  const count = (name: "runs" | "left_out") => rows.reduce((sum, row) => sum + row[name], 0);
  const collapsed = known.reduce((sum, row) => sum + (row.collapsed ?? 0) * row.runs, 0);
  const note = [
    `${count("runs")} runs on test samples; ${
      count("left_out")
    } left out: they diverged, failed or were not measured. ${
      Math.round(collapsed)
    } runs have no active unit (collapsed).`,
    "A unit is active if its posterior mean varies by more than 0.01 (Burda et al. 2015). Effective rank: of the posterior " +
    "means (Roy and Vetterli 2007). Solid: the configuration with the lowest test MSE, mean over seeds.",
  ];
  return figure({ title: "How much of the latent space is used?", note, width: 780 }, {
    hconcat: panels.map((measure) => panel(known, measure)),
    spacing: 24,
    resolve: { scale: { color: "shared", shape: "shared", strokeDash: "shared" } },
  });
}
