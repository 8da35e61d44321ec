import type { TopLevelSpec } from "vega-lite";
import type { TunabilityRow } from "../analysis/tunability.ts";
import { figure, required, type TableRow, treatmentSentence } from "./_figure.ts";
import { COLORS, inOrder, labelOf } from "./theme.ts";

/** Options of {@linkcode tunabilityPlot}. */
export interface TunabilityPlotOptions {
  /** The column whose values get a panel each. @default "model" */
  readonly by?: string;
}

type Row = TunabilityRow & TableRow;

const ENDS = ["Default", "Best", "Best, chosen without the judging seed"];

/** "optimizer adam, learning_rate 0.001" as figures write it. */
function configurationName(text: string): string {
  return text.split(", ").map((pair) => {
    const [axis, ...level] = pair.split(" ");
    return `${labelOf(axis!).toLowerCase()} ${labelOf(level.join(" "))}`;
  }).join(", ");
}

/** Scores are logarithms of errors: their differences are factors, here shares above the best of the panel. */
function toValues(rows: readonly Row[], by: string) {
  const best = new Map(rows.filter(({ axis }) => axis === "all").map((r) => [r[by], r.best_score]));
  return rows.map((row) => {
    const above = (score: number) => 10 ** (score - best.get(row[by])!) - 1;
    return {
      panel: labelOf(String(row[by] ?? "all")),
      tuned: row.axis === "all" ? "All together" : `${labelOf(row.axis)} alone`,
      default: above(row.default_score),
      best: above(row.best_score),
      held: row.tunability_held_out === null
        ? null
        : above(row.default_score - row.tunability_held_out),
      default_mse: 10 ** row.default_score,
      best_mse: 10 ** row.best_score,
      configuration: configurationName(row.best_configuration),
    };
  });
}

function layers(values: ReturnType<typeof toValues>, tuned: readonly string[]) {
  const held = values.some((value) => value.held !== null);
  const all = values.flatMap((value) => [value.default, value.best, value.held ?? 0]);
  const low = Math.min(0, ...all), high = Math.max(0.01, ...all), room = 0.06 * (high - low);
  const y = { field: "tuned", type: "nominal", sort: tuned, title: null, axis: { grid: true } };
  const x = {
    type: "quantitative",
    title: "Test MSE above the best",
    scale: { domain: [low - room, high + room], nice: false },
    axis: { format: ".2~%", tickCount: 4 },
  };
  const range = [COLORS.categories[1], COLORS.categories[0], COLORS.ink];
  const color = {
    type: "nominal",
    scale: held ? { domain: ENDS, range } : { domain: ENDS.slice(0, 2), range: range.slice(0, 2) },
    legend: { title: null, orient: "bottom", columns: 3, labelLimit: 320 },
  };
  const tooltip = [
    { field: "tuned", title: "Tuned", type: "nominal" },
    { field: "default_mse", title: "MSE of the default", type: "quantitative", format: ".4~r" },
    { field: "best_mse", title: "MSE of the best", type: "quantitative", format: ".4~r" },
    { field: "configuration", title: "Best", type: "nominal" },
  ];
  const dot = (field: string, i: number, mark: object) => ({
    mark: { type: "point", filled: true, opacity: 1, size: 75, ...mark },
    encoding: { x: { ...x, field }, y, color: { ...color, datum: ENDS[i] }, tooltip },
  });
  const upright = { shape: "stroke", angle: 90, filled: false, strokeWidth: 2.5, size: 160 };
  return [
    {
      mark: { type: "rule", strokeWidth: 2, color: "#b6bdc5" },
      encoding: { x: { ...x, field: "best" }, x2: { field: "default" }, y },
    },
    dot("default", 0, { size: 130 }),
    dot("best", 1, {}),
    ...(held
      ? [{ transform: [{ filter: "isValid(datum.held)" }], ...dot("held", 2, upright) }]
      : []),
  ];
}

/**
 * Tunability (Probst et al. 2019): from the test MSE of one default configuration to the best one's, tuning all
 * hyper-parameters or one alone.
 *
 * @param rows Rows of `tunability`; those with the clipped loss are drawn, ranks are not.
 * @returns A Vega-Lite 5 specification with inline data.
 * @throws {InputError} If there is no such row.
 *
 * @example
 * ```ts
 * import { tunabilityPlot } from "./tunability_plot.ts";
 * const text = JSON.stringify(tunabilityPlot([{
 *   axis: "all", default_configuration: "optimizer sgd", best_configuration: "optimizer adam", default_score: -1,
 *   best_score: -2, tunability: 1, tunability_held_out: null, response: "log10 test_mse", treatment: "clip",
 * }]));
 * if (!text.includes("optimizer SGD") || !text.includes("One seed")) throw new Error(text);
 * ```
 */
export function tunabilityPlot(
  rows: readonly TunabilityRow[],
  { by = "model" }: TunabilityPlotOptions = {},
): TopLevelSpec {
  const clipped = rows.filter((row) =>
    row.treatment === "clip" && row.response.startsWith("log10")
  );
  const known = required(clipped, "tunability") as Row[], values = toValues(known, by);
  const panels = inOrder(known.map((row) => String(row[by] ?? "all"))).map(labelOf);
  const axes = inOrder(known.map((row) => row.axis).filter((axis) => axis !== "all"));
  const tuned = ["All together", ...axes.map((axis) => `${labelOf(axis)} alone`)];
  const seeds = known.some((row) => row.tunability_held_out !== null)
    ? "Upright stroke: each seed judges the configuration that the other seeds chose."
    : "One seed: the best also owes something to luck.";
  const note = [
    `Default: ${configurationName(known[0]!.default_configuration)} (best on average over ${
      panels.length === 1 ? "the only group" : `all ${panels.length} groups`
    }). Means of log10 MSE over seeds, as shares above the best configuration of the panel. ${seeds} ${
      treatmentSentence("clip")
    } Failed runs are left out.`,
  ];
  const width = panels.length > 1 ? 160 : 380;
  const header = { title: null, labelPadding: 6 };
  return figure({
    title: "What tuning gains",
    note,
    width: Math.max(560, panels.length * (width + 20) + 130),
  }, {
    data: { values },
    facet: { column: { field: "panel", type: "nominal", sort: panels, header } },
    spec: { width, height: { step: 28 }, layer: layers(values, tuned) },
  });
}
