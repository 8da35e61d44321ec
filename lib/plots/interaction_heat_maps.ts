import type { TopLevelSpec } from "vega-lite";
import type { EffectRow } from "../analysis/effects.ts";
import { plural } from "../format/plural.ts";
import { nominal, ordinal, type Part, quantitative, tooltip } from "./_channels.ts";
import { brokenLabels } from "./_lines.ts";
import { figure, required } from "./_figure.ts";
import { cells } from "./_marks.ts";
import {
  axesLabel,
  change,
  droppedSentence,
  levelsInOrder,
  pick,
  treatmentSentence,
} from "./_words.ts";
import { axisLabel, levelLabel } from "./labels.ts";

/** One of a map's two axes. */
function side(rows: readonly EffectRow[], which: 1 | 2) {
  const levels = levelsInOrder(rows.map((row) => row[`level_${which}`]!));
  const sort = levels.map(levelLabel), title = axisLabel(rows[0]![`axis_${which}`]!);
  const words = levels.some((level) => Number.isNaN(Number(level)));
  const field = which === 1 ? "first" : "second";
  const axis = { labelAngle: 0, ...brokenLabels(sort, { width: 200 }) };
  return { sort, words, channel: ordinal(field, sort, { title, axis }) };
}

/** One pair of axes; names run up, so that numbers run across. */
function heatMap(axes: string, rows: readonly EffectRow[], layer: readonly Part[]) {
  const first = side(rows, 1), second = side(rows, 2);
  const [x, y] = first.words && !second.words ? [second, first] : [first, second];
  const longest = Math.max(...x.sort.map(({ length }) => length));
  const cell = longest > 12 ? 7 * longest : longest > 6 ? 78 : 40;
  const values = rows.map((row) => ({
    first: levelLabel(row.level_1),
    second: levelLabel(row.level_2),
    ...pick(row, "effect", "mean"),
    written: change(row.effect),
  }));
  return {
    title: { text: axesLabel(axes), fontSize: 13, offset: 6 },
    data: { values },
    width: Math.max(160, x.sort.length * cell),
    height: y.sort.length * 24,
    encoding: { x: x.channel, y: y.channel },
    layer,
  };
}

/**
 * Interaction heat maps: for each pair of hyper-parameters what both levels do together beyond what each does alone.
 *
 * @param rows Rows of `effects`, of one group and one treatment of diverged runs; main effects among them are not drawn.
 * @throws {InputError} If there is no pair of axes.
 *
 * @example
 * ```ts
 * import { interactionHeatMaps } from "./interaction_heat_maps.ts";
 * const spec = interactionHeatMaps([{
 *   axes: "learning_rate × optimizer", axis_1: "learning_rate", level_1: "0.1", axis_2: "optimizer", level_2: "adam",
 *   mean: 0.2, effect: 0.1, low: null, high: null, response: "log10 test_mse", treatment: "clip", dropped: "",
 * }]);
 * if (!JSON.stringify(spec).includes("Learning rate × Optimizer")) throw new Error("a pair is missing");
 * ```
 */
export function interactionHeatMaps(rows: readonly EffectRow[]): TopLevelSpec {
  const pairs = required(rows.filter((row) => row.axis_2 !== null), "interaction heat maps");
  const reach = Math.max(1e-9, ...pairs.map((row) => Math.abs(row.effect)));
  const groups = [...Map.groupBy(pairs, (row) => row.axes)], { response, treatment } = pairs[0]!;
  const note = [
    `Mean ${
      response.replace("test_mse", "test MSE")
    } of both levels, less what each level does alone: positive (orange) is worse together than ` +
    "the two alone predict, negative (purple) better.",
    [
      `${plural(groups.length, "pair")} of hyper-parameters; means over all others and seeds.`,
      treatmentSentence(treatment),
      droppedSentence(pairs),
    ],
  ];
  const layer = cells({
    color: quantitative("effect", {
      scale: { scheme: "purpleorange", domain: [-reach, reach] },
      legend: {
        title: "Interaction",
        format: "+.2f",
        labelExpr: "datum.value === 0 ? '0' : datum.label",
        tickCount: 5,
        gradientLength: 160,
      },
    }),
    tooltip: tooltip({
      "Level": "first",
      "And": "second",
      "Interaction": "written",
      "Mean response": ["mean", ".3f"],
    }),
    text: nominal("written"),
    white: `abs(datum.effect) > ${0.6 * reach}`,
  });
  return figure({ title: "What two hyper-parameters do together", note, width: 760 }, {
    columns: 2,
    concat: groups.map(([axes, group]) => heatMap(axes, group, layer)),
    resolve: { scale: { color: "shared" } },
    spacing: { row: 26, column: 40 },
  });
}
