import type { TopLevelSpec } from "vega-lite";
import type { BaselineFloor } from "../analysis/baseline_floor.ts";
import type { EffectRow } from "../analysis/effects.ts";
import { logAxis, logDomain, ordinal, palette, type Part, tooltip } from "./_channels.ts";
import { figure, required } from "./_figure.ts";
import { baselineLines, BASELINES, dottedLines, withNumber } from "./_marks.ts";
import { droppedSentence, labelIn, labelsIn, levelsInOrder, treatmentSentence } from "./_words.ts";
import type { ByOptions } from "./figure_options.ts";
import { axisLabel, inOrder, levelLabel } from "./labels.ts";
import { COLORS } from "./theme.ts";

/** Options of {@linkcode marginalCurves}. */
export interface MarginalOptions extends ByOptions {
  /** The mean predictor, and PCA by number of components, drawn as the floor. @default none */
  readonly floor?: BaselineFloor;
}

/** Means of logarithms are shown as the geometric means they are. */
function toValues(rows: readonly EffectRow[], by: string, logarithmic: boolean) {
  const back = (value: number | null) => value === null || !logarithmic ? value : 10 ** value;
  return rows.map((row) => ({
    line: labelIn(row, by),
    level: levelLabel(row.level_1),
    mean: back(row.mean),
    low: back(row.low),
    high: back(row.high),
  }));
}

type Values = ReturnType<typeof toValues>;

/** The axis of the means, which all panels share. */
function meanAxis(values: Values, logarithmic: boolean, floor?: BaselineFloor): Part {
  if (!logarithmic) {
    const scale = { type: "linear", zero: false }, axis = { format: "~g", tickCount: 5 };
    return { type: "quantitative", title: "Mean rank", scale, axis };
  }
  const domain = logDomain([
    ...values.flatMap(({ mean, low, high }) => [mean!, low ?? mean!, high ?? mean!]),
    ...(floor ? [floor, ...floor.ofGenes].map(({ meanPredictor }) => meanPredictor) : []),
    ...(floor ? floor.pca.map(({ mse }) => mse) : []),
  ]);
  return logAxis("Geometric mean of test MSE (log scale)", domain);
}

/**
 * The mean predictor across, in the panel of numbers of genes that of each, and in the panel of latent sizes the components
 * there are as many of.
 */
function floorValues(
  { meanPredictor, ofGenes, pca }: BaselineFloor,
  name: string,
  levels: string[],
) {
  const point = (level: string, floor: keyof typeof BASELINES, mean: number) => (
    { level: levelLabel(level), floor: BASELINES[floor], mean }
  );
  const sized = name === "latent_size" ? pca : [];
  const components = sized.map(({ components, mse }) => point(String(components), "pca", mse));
  const own = new Map(name === "genes" ? ofGenes.map((one) => [String(one.genes), one]) : []);
  return [
    ...components.filter(({ level }) => levels.includes(level)),
    ...levels.map((level) =>
      point(level, "mean", (own.get(level) ?? { meanPredictor }).meanPredictor)
    ),
  ];
}

function panel(name: string, values: Values, { levels, axis, ...about }: {
  readonly levels: string[];
  readonly axis: Part;
  readonly by: string;
  readonly lines: readonly string[];
  readonly floor: BaselineFloor | undefined;
}) {
  const x = ordinal("level", levels.map(levelLabel), {
    title: axisLabel(name),
    axis: { labelAngle: 0, labelOverlap: false },
    scale: { type: "point", padding: 0.4 },
  });
  const y = { ...axis, field: "mean" };
  const legend = about.lines.length > 1 ? { title: axisLabel(about.by), orient: "bottom" } : null;
  const color = palette("line", about.lines, { legend });
  const interval = {
    ...withNumber("low"),
    mark: { type: "rule", strokeWidth: 1.4, opacity: 0.8 },
    encoding: { x, y: { ...y, field: "low" }, y2: { field: "high" }, color },
  };
  const told = tooltip({
    "Line": "line",
    "Level": "level",
    "Mean": ["mean", ".4~r"],
    "From": ["low", ".4~r"],
    "To": ["high", ".4~r"],
  });
  const look = { legend, size: 36, strokeWidth: 1.8 };
  const floor = about.floor && floorValues(about.floor, name, levels);
  return {
    data: { values },
    width: Math.max(150, levels.length * 50),
    height: 250,
    layer: [
      ...(floor ? [baselineLines(floor, { x, y, color: COLORS.mutedInk })] : []),
      ...(values.some(({ low }) => low !== null) ? [interval] : []),
      ...dottedLines("line", about.lines, { x, y, tooltip: told, ...look }),
    ],
  };
}

/**
 * Marginal curves: the mean outcome at each level of each hyper-parameter, over all levels of the others.
 *
 * @param rows Rows of `effects`, of one treatment of diverged runs; pairs among them are not drawn.
 * @throws {InputError} If there is no main effect.
 *
 * @example
 * ```ts
 * import { marginalCurves } from "./marginal_curves.ts";
 * const row = {
 *   axes: "latent_size", axis_1: "latent_size", axis_2: null, level_2: null, effect: 0, low: null, high: null,
 *   response: "log10 test_mse", treatment: "clip", dropped: "",
 * } as const;
 * const spec = marginalCurves([{ ...row, level_1: "10", mean: -1 }, { ...row, level_1: "9", mean: -2 }]);
 * if (!JSON.stringify(spec).includes('"sort":["9","10"]')) throw new Error("levels go by size");
 * ```
 */
export function marginalCurves(
  rows: readonly EffectRow[],
  { by = "model", ...options }: MarginalOptions = {},
): TopLevelSpec {
  const main = required(rows.filter((row) => row.axis_2 === null), "marginal curves");
  const { response, treatment } = main[0]!, logarithmic = response.startsWith("log10");
  const floor = logarithmic ? options.floor : undefined; // ranks have no floor
  const axis = meanAxis(toValues(main, by, logarithmic), logarithmic, floor);
  const lines = labelsIn(main, by), names = inOrder(main.map((row) => row.axis_1));
  const several = main.some((row) => row.low !== null);
  const note = [
    [
      "Each point: mean over all levels of the other hyper-parameters and all seeds.",
      several ? "Rules: 95 % intervals over seeds." : "No intervals under 3 seeds.",
      treatmentSentence(treatment),
      droppedSentence(main),
    ],
    floor
      ? "Baselines: principal components and the mean predictor on the same splits" +
        (names.includes("genes") ? ", averaged over numbers of genes except in their panel." : ".")
      : "",
  ];
  const concat = names.map((name, i) => {
    const own = main.filter((row) => row.axis_1 === name);
    const levels = levelsInOrder(own.map((row) => row.level_1));
    const title = i % 3 === 0 ? axis.title : null; // once in each line of panels
    const about = { levels, axis: { ...axis, title }, by, lines, floor };
    return panel(name, toValues(own, by, logarithmic), about);
  });
  return figure({ title: "What each hyper-parameter does on average", note, width: 760 }, {
    columns: 3,
    concat,
    resolve: { scale: { color: "shared", y: "shared", shape: "shared", strokeDash: "shared" } },
    spacing: 24,
  });
}
