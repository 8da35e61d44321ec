import type { TopLevelSpec } from "vega-lite";
import type { BestLevelRow } from "../analysis/best_learning_rate.ts";
import { formatNumber } from "../format/number.ts";
import type { TrendRow } from "../analysis/learning_rate_trend.ts";
import { figure, required, type TableRow, treatmentSentence } from "./_figure.ts";
import { COLORS, inOrder, labelOf } from "./theme.ts";

type Best = BestLevelRow & TableRow;
type Trend = TrendRow & TableRow;

const PLACES = ["Within those tried", "Lowest or highest tried"];

const panelOf = (row: TableRow) => ({
  model: labelOf(String(row.model ?? "all")),
  optimizer: labelOf(String(row.optimizer ?? "all")),
});

/** The least-squares line between the ends of its points. */
function line(points: readonly Best[], slope: number) {
  const x = points.map((row) => Math.log10(Number(row.latent_size)));
  const y = points.map((row) => Math.log10(row.best!));
  const mean = (all: readonly number[]) => all.reduce((sum, v) => sum + v, 0) / all.length;
  return [Math.min(...x), Math.max(...x)].map((at) => ({
    ...panelOf(points[0]!),
    latent_size: 10 ** at,
    fitted: 10 ** (mean(y) + slope * (at - mean(x))),
  }));
}

function label({ slope, low, high, direction, all_diverged }: Trend): string {
  const written = (value: number) => value.toFixed(2).replace("-", "−");
  const interval = low === null ? "" : ` (${written(low)} to ${written(high!)})`;
  const said = direction === "undecided" ? "" : `: ${direction}`;
  const none = all_diverged > 0 ? `; ${all_diverged} sizes all diverged` : "";
  return slope === null ? `no slope${none}` : `slope ${written(slope)}${interval}${said}${none}`;
}

function axes(points: readonly Best[], rates: readonly number[]) {
  const sizes = [...new Set(points.map((row) => Number(row.latent_size)))].sort((a, b) => a - b);
  const room = (values: readonly number[], below: number, above = below) => {
    const low = Math.min(...values), high = Math.max(...values), range = Math.max(10, high / low);
    return [low / range ** below, high * range ** above];
  };
  return {
    x: {
      field: "latent_size",
      type: "quantitative",
      title: "Latent size (log scale)",
      scale: { type: "log", domain: room(sizes, 0.06), nice: false },
      axis: { values: sizes, format: "d", grid: false, labelOverlap: true },
    },
    y: {
      type: "quantitative",
      title: "Learning rate", // the best one; the figure's title says so, and a panel is no higher
      scale: { type: "log", domain: room(rates, 0.12, 0.3), nice: false },
      axis: { values: rates, labelExpr: "format(datum.value, datum.value < 0.001 ? '~e' : '~g')" },
    },
  };
}

function layers(points: readonly Best[], rates: readonly number[]) {
  const { x, y } = axes(points, rates);
  const part = (name: string) => [{ filter: `datum.part === '${name}'` }];
  return [
    {
      transform: part("line"),
      mark: { type: "line", color: COLORS.mutedInk, strokeWidth: 1.4, clip: true },
      encoding: { x, y: { ...y, field: "fitted" } },
    },
    {
      transform: part("point"),
      mark: { type: "point", filled: true, size: 70, opacity: 1, strokeWidth: 1.6 },
      encoding: {
        x,
        y: { ...y, field: "best" },
        color: {
          field: "place",
          type: "nominal",
          scale: { domain: PLACES, range: [COLORS.categories[0], COLORS.categories[1]] },
          legend: { title: null, orient: "bottom", labelLimit: 300 },
        },
        shape: {
          field: "place",
          type: "nominal",
          scale: { domain: PLACES, range: ["circle", "diamond"] },
        },
        tooltip: [
          { field: "latent_size", title: "Latent size", type: "quantitative" },
          { field: "best", title: "Best learning rate", type: "quantitative", format: "~g" },
          { field: "agreement", title: "Seeds that agree", type: "quantitative", format: ".0%" },
          { field: "place", title: "Place", type: "nominal" },
        ],
      },
    },
    {
      transform: part("label"),
      mark: { type: "text", align: "left", baseline: "top", dx: 5, dy: 5, fontSize: 10.5 },
      encoding: { x: { value: 0 }, y: { value: 0 }, text: { field: "label", type: "nominal" } },
    },
  ];
}

/**
 * The best learning rate over the latent size with its trend, a panel per model and optimizer; Way et al. 2020 (BioBombe)
 * found it to fall.
 *
 * @param best Rows of `bestLearningRate`.
 * @param trends Rows of `learningRateTrend`, of the same treatment of diverged runs.
 * @returns A Vega-Lite 5 specification with inline data.
 * @throws {InputError} If every run diverged.
 *
 * @example
 * ```ts
 * import { learningRateTrendPlot } from "./learning_rate_trend_plot.ts";
 * const group = { model: "vae", optimizer: "adam", seeds: 1, response: "log10 test_mse", treatment: "clip" } as const;
 * const size = { ...group, score: 0, margin: 1, agreement: 1, at_edge: false, levels: 3 };
 * const best = [
 *   { ...size, latent_size: 10, best: 0.1 },
 *   { ...size, latent_size: 100, best: 0.01 },
 * ];
 * const trend = {
 *   ...group, slope: -1, low: null, high: null, direction: "undecided", sizes: 2, all_diverged: 0,
 * } as const;
 * const text = JSON.stringify(learningRateTrendPlot(best, [trend]));
 * if (!text.includes("slope −1.00")) throw new Error(text);
 * ```
 */
export function learningRateTrendPlot(
  best: readonly BestLevelRow[],
  trends: readonly TrendRow[],
): TopLevelSpec {
  const all = best as readonly Best[];
  const points = required(all.filter((row) => row.best !== null), "best learning rates");
  const id = (row: TableRow) => JSON.stringify([row.model, row.optimizer]);
  const groups = Map.groupBy(points, id);
  const rates = [...new Set(points.map((row) => row.best!))].sort((a, b) => a - b);
  const values = [
    ...points.map((row) => ({
      part: "point",
      ...panelOf(row),
      latent_size: row.latent_size,
      best: row.best,
      agreement: row.agreement,
      place: PLACES[Number(row.at_edge)],
    })),
    ...(trends as readonly Trend[]).flatMap((trend) => [
      { part: "label", ...panelOf(trend), label: label(trend) },
      ...(trend.slope === null ? [] : line(groups.get(id(trend))!, trend.slope))
        .map((end) => ({ part: "line", ...end })),
    ]),
  ];
  const names = (column: string) => inOrder(points.map((row) => String(row[column] ?? "all")));
  const header = { title: null, labelPadding: 6 }, { seeds, treatment } = points[0]!;
  const [models, optimizers] = [names("model").map(labelOf), names("optimizer").map(labelOf)];
  const note = [
    `${points.length} of ${all.length} model × optimizer × latent size with a best learning rate, ${
      seeds === 1 ? "one seed" : `mean of ${seeds} seeds`
    }${
      all.length > points.length ? "; where every run diverged there is none" : ""
    }. Best somewhere: ${
      rates.map((rate) => formatNumber(rate)).join(", ")
    }; at the lowest or highest tried, a better one may lie outside.`,
    `Slope: of log10 learning rate over log10 latent size; ${
      seeds === 1 ? "one seed: no interval" : "95 % interval, bootstrap over seeds"
    }. ${treatmentSentence(treatment)}`,
  ];
  return figure({
    title: "Does the best learning rate fall as the latent size grows?",
    note,
    width: Math.max(560, optimizers.length * 210 + 120),
  }, {
    data: { values },
    facet: {
      row: { field: "model", type: "nominal", sort: models, header },
      column: { field: "optimizer", type: "nominal", sort: optimizers, header },
    },
    spec: { width: 190, height: 110, layer: layers(points, rates) },
  });
}
