import type { TopLevelSpec } from "vega-lite";
import type { BestLevelRow } from "../analysis/best_learning_rate.ts";
import type { TrendRow } from "../analysis/learning_rate_trend.ts";
import { formatLearningRate } from "../format/learning_rate.ts";
import { mean } from "../numbers/mean.ts";
import { ascending, nominal, palette, rateTicks, sizeAxis, tooltip } from "./_channels.ts";
import { panelFigure, required, stackedFigure } from "./_figure.ts";
import { cornerLabel, dot, partOf } from "./_marks.ts";
import { furtherAxes, panelsOfRuns, sidesOf, stacksOf } from "./_panels_of_runs.ts";
import { choiceSentence, nameIn, pick, rangeText, signed, treatmentSentence } from "./_words.ts";
import type { AxesOptions } from "./figure_options.ts";
import { axisWords } from "./labels.ts";
import { placeOf, type Run } from "./run_panels.ts";
import { COLORS } from "./theme.ts";

const PLACES = ["Within those tried", "Lowest or highest tried"];

const sizeOf = (row: BestLevelRow) => Number(Reflect.get(row, "latent_size"));

/** A row as a run, so that it finds its panel; tables of everything together have neither model nor optimizer. */
const asRun = <Row extends object>(row: Row) =>
  ({ ...row, model: nameIn(row, "model"), optimizer: nameIn(row, "optimizer") }) as Row & Run;

/** The least-squares line between the ends of its points. */
function line(points: readonly BestLevelRow[], slope: number) {
  const x = points.map((row) => Math.log10(sizeOf(row)));
  const y = points.map((row) => Math.log10(row.best!));
  return [Math.min(...x), Math.max(...x)].map((at) => ({
    part: "line",
    latent_size: 10 ** at,
    fitted: 10 ** (mean(y) + slope * (at - mean(x))),
  }));
}

function label(row: TrendRow): string {
  const { slope, direction, all_diverged } = row;
  const said = direction === "undecided" ? "" : `: ${direction}`;
  const none = all_diverged > 0 ? `; ${all_diverged} sizes all diverged` : "";
  if (slope === null) return `no slope${none}`;
  return `slope ${signed(slope)}${rangeText(row, signed)}${said}${none}`;
}

function layers(points: readonly BestLevelRow[], rates: readonly number[]) {
  const lowest = rates[0]!, highest = rates.at(-1)!, range = Math.max(10, highest / lowest);
  const sizes = ascending(points.map(sizeOf));
  const x = sizeAxis(sizes, Math.max(10, sizes.at(-1)! / sizes[0]!) ** 0.06);
  const legend = { title: null, orient: "bottom" };
  const y = {
    type: "quantitative",
    title: "Learning rate", // the best one; the figure's title says so, and a panel is no higher
    scale: { type: "log", domain: [lowest / range ** 0.12, highest * range ** 0.3], nice: false },
    axis: rateTicks(rates),
  };
  return [
    {
      ...partOf("line"),
      mark: { type: "line", color: COLORS.mutedInk, strokeWidth: 1.4, clip: true },
      encoding: { x, y: { ...y, field: "fitted" } },
    },
    {
      ...partOf("point"),
      mark: { ...dot(70), strokeWidth: 1.6 },
      encoding: {
        x,
        y: { ...y, field: "best" },
        color: palette("place", PLACES, { legend }),
        shape: nominal("place", { scale: { domain: PLACES, range: ["circle", "diamond"] } }),
        tooltip: tooltip({
          "Latent size": ["latent_size"],
          "Best learning rate": "rate",
          "Seeds that agree": ["agreement", ".0%"],
          "Place": "place",
        }),
      },
    },
    cornerLabel(),
  ];
}

/**
 * The best learning rate over the latent size with its trend, a panel per model and optimizer; Way et al. 2020 (BioBombe)
 * found it to fall.
 *
 * @param best Rows of `bestLearningRate`.
 * @param trends Rows of `learningRateTrend`, of the same treatment of diverged runs.
 * @param options The axes beyond the study's own.
 * @throws {InputError} If every run diverged.
 *
 * @example
 * ```ts
 * import { learningRateTrendPlot } from "./learning_rate_trend_plot.ts";
 * const about = { seeds: 1, response: "log10 test_mse", treatment: "clip", chosen_on: "validation" } as const;
 * const group = { model: "vae", optimizer: "adam", ...about };
 * const size = { ...group, score: 0, margin: 1, agreement: 1, at_edge: false, levels: 3, over: "learning_rate" };
 * const best = [{ ...size, latent_size: 10, best: 0.1 }, { ...size, latent_size: 100, best: 0.01 }];
 * const trend = {
 *   ...group, slope: -1, low: null, high: null, direction: "undecided", over: "learning_rate", sizes: 2, all_diverged: 0,
 * } as const;
 * const text = JSON.stringify(learningRateTrendPlot(best, [trend]));
 * if (!text.includes("slope −1.00")) throw new Error(text);
 * ```
 */
export function learningRateTrendPlot(
  best: readonly BestLevelRow[],
  trends: readonly TrendRow[],
  { axes = [] }: AxesOptions = {},
): TopLevelSpec {
  const all = required(best.filter((row) => row.best !== null), "best learning rates").map(asRun);
  const further = furtherAxes(axes).filter(({ column }) => column in all[0]!);
  const { panels, sentence } = panelsOfRuns(all, further.map(({ column }) => column), "best rate");
  const points = all.filter((row) => placeOf(row, panels));
  const groups = Map.groupBy(points, (row) => JSON.stringify(placeOf(row, panels)));
  const rates = ascending(points.map((row) => row.best!)), { seeds, treatment, over } = points[0]!;
  const values = [
    ...points.map((row) => ({
      part: "point",
      ...placeOf(row, panels),
      latent_size: sizeOf(row),
      ...pick(row, "best", "agreement"),
      rate: formatLearningRate(row.best!),
      place: PLACES[Number(row.at_edge)],
    })),
    ...trends.map(asRun).flatMap((trend) => {
      const place = placeOf(trend, panels), own = groups.get(JSON.stringify(place));
      if (!place) return [];
      const ends = trend.slope === null ? [] : line(own!, trend.slope);
      return [{ part: "label", label: label(trend) }, ...ends].map((row) => ({ ...row, ...place }));
    }),
  ];
  const axesOf = ["model", "optimizer", "latent_size", ...further.map(({ column }) => column)];
  const tuned = over.split(", ").filter((axis) => axis !== "learning_rate").map(axisWords);
  const also = tuned.length > 0 ? ` (best over ${tuned.join(", ")} too)` : "";
  const none = best.length > all.length ? "; where every run diverged there is none" : "";
  const from = seeds === 1 ? "one seed" : `mean of ${seeds} seeds`;
  const interval = seeds < 3
    ? "no interval under 3 seeds"
    : "mean of the seeds’ own, 95 % interval over seeds";
  const note = [
    [
      `${all.length} of ${best.length} ${axesOf.map(axisWords).join(" × ")}`,
      `with a best learning rate${also}, ${from}${none}. ${choiceSentence(points)}`,
      `Best somewhere: ${rates.map(formatLearningRate).join(", ")};`,
      "at the lowest or highest tried, a better one may lie outside.",
    ],
    `Slope: of log10 learning rate over log10 latent size; ${interval}. ${
      treatmentSentence(treatment)
    }`,
    sentence,
  ];
  const title = "Does the best learning rate fall as the latent size grows?";
  const sets = stacksOf(panels).map((optimizers) => ({
    ...sidesOf({ ...panels, optimizers }),
    width: 190,
    height: 110,
    layer: layers(points, rates),
  }));
  const columns = Math.max(...sets.map(({ column }) => column[1].length));
  const head = { title, note, width: Math.max(560, columns * 210 + 120) };
  return sets.length > 1
    ? stackedFigure(head, values, sets)
    : panelFigure(head, { values, ...sets[0]! });
}
