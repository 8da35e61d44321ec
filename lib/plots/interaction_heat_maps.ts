import type { TopLevelSpec } from "vega-lite";
import type { EffectRow } from "../analysis/effects.ts";
import {
  axesLabel,
  droppedSentence,
  figure,
  levelsInOrder,
  required,
  treatmentSentence,
} from "./_figure.ts";
import { COLORS, inOrder, labelOf } from "./theme.ts";

/** Pixels of a cell. */
const CELL = { width: 40, height: 24 };

function sorted(axis: string, levels: readonly string[]): string[] {
  const names = levelsInOrder(levels);
  return axis === "model" || axis === "optimizer" ? inOrder(names) : names;
}

function axis(name: string, { levels, field }: { levels: readonly string[]; field: string }) {
  const sort = sorted(name, levels).map(labelOf);
  return { field, type: "ordinal", sort, title: labelOf(name), axis: { labelAngle: 0 } };
}

/** One pair of axes: the one with more levels runs across. */
function heatMap(axes: string, rows: readonly EffectRow[], reach: number) {
  const values = rows.map((row) => ({
    first: labelOf(row.level_1),
    second: labelOf(row.level_2!),
    effect: row.effect,
    mean: row.mean,
  }));
  const first = rows[0]!,
    levels = {
      first: rows.map((row) => row.level_1),
      second: rows.map((row) => row.level_2!),
    };
  const words = (levels: readonly string[]) => levels.some((level) => Number.isNaN(Number(level)));
  const swap = words(levels.first) && !words(levels.second);
  const x = axis(swap ? first.axis_2! : first.axis_1, {
    field: swap ? "second" : "first",
    levels: swap ? levels.second : levels.first,
  });
  const y = axis(swap ? first.axis_1 : first.axis_2!, {
    field: swap ? "first" : "second",
    levels: swap ? levels.first : levels.second,
  });
  const long = x.sort.some((label) => label.length > 6);
  return {
    title: { text: axesLabel(axes), fontSize: 13, offset: 6 },
    data: { values },
    width: Math.max(160, x.sort.length * (long ? 78 : CELL.width)),
    height: y.sort.length * CELL.height,
    encoding: { x, y },
    layer: [
      {
        mark: { type: "rect", stroke: "white" },
        encoding: { color: color(reach), tooltip: TOOLTIP },
      },
      {
        mark: { type: "text", fontSize: 10 },
        encoding: {
          text: { field: "effect", type: "quantitative", format: "+.2f" },
          color: {
            condition: { test: `abs(datum.effect) > ${0.6 * reach}`, value: "white" },
            value: COLORS.ink,
          },
        },
      },
    ],
  };
}

const TOOLTIP = [
  { field: "first", title: "Level", type: "nominal" },
  { field: "second", title: "And", type: "nominal" },
  { field: "effect", title: "Interaction", type: "quantitative", format: "+.3f" },
  { field: "mean", title: "Mean response", type: "quantitative", format: ".3f" },
];

function color(reach: number) {
  return {
    field: "effect",
    type: "quantitative",
    scale: { scheme: "purpleorange", domain: [-reach, reach] },
    legend: { title: "Interaction", format: "+.2f", tickCount: 5, gradientLength: 160 },
  };
}

/**
 * Interaction heat maps: for each pair of hyper-parameters what both levels do together beyond what each does alone.
 *
 * @param rows Rows of `effects`, of one group and one treatment of diverged runs; main effects among them are not drawn.
 * @returns A Vega-Lite 5 specification with inline data.
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
    `Mean ${response} of both levels, less what each level does alone: positive (orange) is worse together than ` +
    "the two alone predict, negative (purple) better.",
    `${groups.length} pair${
      groups.length === 1 ? "" : "s"
    } of hyper-parameters; means over all others and seeds. ` +
    `${treatmentSentence(treatment)} ${droppedSentence(pairs as unknown as [])}`,
  ];
  return figure({ title: "What two hyper-parameters do together", note, width: 760 }, {
    columns: 2,
    concat: groups.map(([axes, group]) => heatMap(axes, group, reach)),
    resolve: { scale: { color: "shared" } },
    spacing: { row: 26, column: 40 },
  });
}
