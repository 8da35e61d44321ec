import type { TopLevelSpec } from "vega-lite";
import type { TunabilityRow } from "../analysis/tunability.ts";
import { nominal, tooltip } from "./_channels.ts";
import { panelFigure, required } from "./_figure.ts";
import { dot, layerColors, withNumber } from "./_marks.ts";
import { choiceSentence, labelIn, labelsIn, treatmentSentence } from "./_words.ts";
import type { ByOptions } from "./figure_options.ts";
import { axisLabel, axisWords, inOrder, levelsLabel } from "./labels.ts";
import { COLORS } from "./theme.ts";

const ENDS = ["Default", "Best", "Best, chosen without the judging seed"];
const ALL = "All together";

/** Scores are logarithms of errors: their differences are factors, here shares above the best of the panel. */
function toValues(rows: readonly TunabilityRow[], by: string) {
  const panels = Map.groupBy(rows, (row) => labelIn(row, by));
  return [...panels].flatMap(([panel, own]) => {
    const best = own.find(({ axis }) => axis === "all")!.best_score;
    const above = (score: number) => 10 ** (score - best) - 1;
    return own.map((row) => ({
      panel,
      tuned: row.axis === "all" ? ALL : `${axisLabel(row.axis)} alone`,
      default: above(row.default_score),
      best: above(row.best_score),
      held: row.tunability_held_out === null
        ? null
        : above(row.default_score - row.tunability_held_out),
      default_mse: 10 ** row.default_score,
      best_mse: 10 ** row.best_score,
      configuration: levelsLabel(row.best_configuration),
    }));
  });
}

function layers(values: ReturnType<typeof toValues>) {
  const held = values.some((value) => value.held !== null);
  const all = values.flatMap((value) => [value.default, value.best, value.held ?? 0]);
  const low = Math.min(0, ...all), high = Math.max(0.01, ...all), room = 0.06 * (high - low);
  const x = {
    type: "quantitative",
    title: "Test MSE above the best",
    scale: { domain: [low - room, high + room], nice: false },
    axis: { format: ".2~%", tickCount: 4, labelSeparation: 6 },
  };
  const ends = held ? ENDS : ENDS.slice(0, 2);
  const color = layerColors(ends, [COLORS.categories[1], COLORS.categories[0], COLORS.ink]);
  const told = tooltip({
    "Tuned": "tuned",
    "MSE of the default": ["default_mse", ".4~r"],
    "MSE of the best": ["best_mse", ".4~r"],
    "Best": "configuration",
  });
  const end = (field: string, i: number, mark: object) => ({
    mark,
    encoding: { x: { ...x, field }, color: color(ENDS[i]!), tooltip: told },
  });
  const stroke = { shape: "stroke", angle: 90, filled: false, strokeWidth: 2.5 };
  const judged = { ...withNumber("held"), ...end("held", 2, { ...dot(160), ...stroke }) };
  return [
    {
      mark: { type: "rule", strokeWidth: 2, color: "#b6bdc5" },
      encoding: { x: { ...x, field: "best" }, x2: { field: "default" } },
    },
    end("default", 0, dot(130)),
    end("best", 1, dot(75)),
    ...(held ? [judged] : []),
  ];
}

/**
 * Tunability (Probst et al. 2019): from the test MSE of one default configuration to the best one's, tuning all
 * hyper-parameters or one alone.
 *
 * @param rows Rows of `tunability`; those with the clipped loss are drawn, ranks are not.
 * @throws {InputError} If there is no such row.
 *
 * @example
 * ```ts
 * import { tunabilityPlot } from "./tunability_plot.ts";
 * const text = JSON.stringify(tunabilityPlot([{
 *   axis: "all", default_configuration: "optimizer sgd", best_configuration: "optimizer adam", default_score: -1,
 *   best_score: -2, tunability: 1, tunability_held_out: null, chosen_on: "validation", response: "log10 test_mse",
 *   treatment: "clip",
 * }]));
 * if (!text.includes("optimizer SGD") || !text.includes("One seed")) throw new Error(text);
 * ```
 */
export function tunabilityPlot(
  rows: readonly TunabilityRow[],
  { by = "model" }: ByOptions = {},
): TopLevelSpec {
  const known = required(
    rows.filter((row) => row.treatment === "clip" && row.response.startsWith("log10")),
    "tunability",
  );
  const values = toValues(known, by), panels = labelsIn(known, by);
  const seeds = known.some((row) => row.tunability_held_out !== null)
    ? "Upright stroke: each seed judges the configuration that the other seeds chose."
    : "One seed: the best also owes something to luck.";
  // Models have one default, of which each has the options that it knows.
  const pairs = new Set(known.flatMap((row) => row.default_configuration.split(", ")));
  const groups = panels.length === 1 ? "the only group" : `all ${panels.length} ${axisWords(by)}s`;
  const note = [[
    `Default: ${levelsLabel([...pairs].join(", "))} (best on average over ${groups}).`,
    "Means of log10 MSE over seeds, as shares above the best configuration of the panel.",
    choiceSentence(known),
    seeds,
    treatmentSentence("clip"),
    "Failed runs are left out.",
  ]];
  const axes = inOrder(known.map((row) => row.axis)).filter((axis) => axis !== "all");
  const tuned = [ALL, ...axes.map((axis) => `${axisLabel(axis)} alone`)];
  return panelFigure({ title: "What tuning gains", note, beside: 130 }, {
    values,
    column: ["panel", panels],
    width: panels.length > 1 ? 160 : 380,
    height: { step: 28 },
    encoding: { y: nominal("tuned", { sort: tuned, title: null, axis: { grid: true } }) },
    layer: layers(values),
  });
}
