import type { TopLevelSpec } from "vega-lite";
import type { ConditionalRow } from "../analysis/conditional_importance.ts";
import { formatNumber } from "../format/number.ts";
import { nominal, palette, type Part, quantitative, shareAxis, tooltip } from "./_channels.ts";
import { OVER, panelFigure, required } from "./_figure.ts";
import { dot, withNumber } from "./_marks.ts";
import { axesLabel, countRange, labelIn, labelsIn, togetherSentence } from "./_words.ts";
import { inOrder } from "./labels.ts";
import { COLORS } from "./theme.ts";

/** Dots are told apart by this p, of no correction for how many there are: the note says how many chance alone would mark. */
const P = 0.05;
const FOUND = [
  `Above chance (p ≤ ${P})`,
  "Above chance, but less than among random choices",
  `Not above chance (p > ${P})`,
];
const GIVEN: Readonly<Record<string, string>> = {
  "best learning rate": "At the best rate",
  "best quarter": "Best quarter",
};

function toValues(rows: readonly ConditionalRow[]) {
  return rows.filter((row) => row.share !== null).map((row) => ({
    panel: row.model === "all" ? "All models" : labelIn(row, "model"),
    given: GIVEN[row.given] ?? row.given,
    axis: axesLabel(row.axis),
    share: row.share!,
    chance: row.chance,
    found:
      FOUND[row.p_value! > P ? 2 : row.random_low !== null && row.share! < row.random_low ? 1 : 0]!,
    levels: row.levels,
    p: row.p_value,
    random: row.random,
    low: row.random_low,
    high: row.random_high,
    cells: row.cells,
  }));
}

/** Rows of one treatment: ranks first, as they hang on no limit. */
function oneTreatment(rows: readonly ConditionalRow[]): readonly ConditionalRow[] {
  const ranks = rows.filter(({ treatment }) => treatment === "rank");
  return ranks.length > 0 ? ranks : rows;
}

function noiseSentence(rows: readonly ConditionalRow[]): string {
  const known = rows.flatMap(({ noise }) => noise ?? []);
  if (known.length === 0) return "One seed: how much of that is noise is not known.";
  const range = [
    ...new Set([Math.min(...known), Math.max(...known)].map((n) => formatNumber(100 * n, 2))),
  ];
  return `Of the chosen configurations’ variance ${range.join(" to ")} % is noise between seeds.`;
}

/**
 * What matters among good results: the share that each other choice explains, beside what it would be by chance and among random
 * configurations.
 *
 * @param rows Rows of `conditionalImportance`; of both treatments of diverged runs, ranks are drawn.
 * @throws {InputError} If nothing varies among the chosen.
 *
 * @example
 * ```ts
 * import { conditionalImportancePlot } from "./conditional_importance_plot.ts";
 * const spec = conditionalImportancePlot([{
 *   model: "all", given: "best quarter", chosen_on: "validation", axis: "latent_size", share: 0.3, chance: 0.1, p_value: 0.01,
 *   random: 0.02, random_low: 0, random_high: 0.1, noise: null, levels: 3, cells: 23, of_cells: 90, seeds: 1,
 *   response: "rank of test_mse", treatment: "rank",
 * }]);
 * if (!JSON.stringify(spec).includes("23 of 90")) throw new Error("n is missing");
 * ```
 */
export function conditionalImportancePlot(rows: readonly ConditionalRow[]): TopLevelSpec {
  const own = oneTreatment(rows), values = required(toValues(own), "importance among good results");
  const models = labelsIn(own.filter(({ model }) => model !== "all"), "model");
  const given = [...new Set(values.map((value) => value.given))];
  const sort = inOrder(own.map(({ axis }) => axis)).map(axesLabel);
  const y = nominal("axis", { title: null, sort });
  const x = shareAxis("share", "Share of their variance");
  const told = tooltip({
    "Choice": "axis",
    "Share": ["share", ".1%"],
    "By chance": ["chance", ".1%"],
    "p": ["p", ".3f"],
    "Among random": ["random", ".1%"],
    "From": ["low", ".1%"],
    "To": ["high", ".1%"],
    "Levels among the chosen": ["levels"],
    "Configurations": ["cells"],
  });
  const color = palette("found", FOUND, {
    legend: { title: null, orient: "bottom", columns: 1, labelLimit: 0 },
    range: [COLORS.categories[0], "#9ec9e2", COLORS.missing],
  });
  const random: Part = {
    ...withNumber("low"),
    mark: { type: "rule", strokeWidth: 7, opacity: 0.25, color: COLORS.mutedInk },
    encoding: { x: { ...x, field: "low" }, x2: { field: "high" }, y },
  };
  const width = models.length === 0 ? 380 : 150;
  const levels: Part = {
    mark: { type: "text", align: "left", fontSize: 10, color: COLORS.mutedInk },
    encoding: { x: { value: width + 5 }, y, text: quantitative("levels", { format: "d" }) },
  };
  const marked = values.filter(({ found }) => found !== FOUND[2]).length;
  const seeds = own[0]!.seeds,
    treated = own[0]!.treatment === "rank" ? "as ranks" : "as log10, clipped";
  const note = [
    [
      `${countRange(own.map((row) => row.cells))} of ${
        countRange(own.map((row) => row.of_cells))
      } configurations, each optimizer’s best learning rate or the best quarter, chosen on`,
      `${
        own[0]!.chosen_on
      } samples; their test MSE ${treated}. Dot: what the choice explains beyond the others’ main effects.`,
      "Tick: the same by chance, by permutation. Band: 5 to 95 % of random choices of configurations, or of random learning rates.",
      "Number beside a panel: levels of the choice that are left among the chosen.",
      togetherSentence(own.map(({ axis }) => axis)),
    ],
    `${marked} of ${values.length} dots have p ≤ ${P}, uncorrected: chance alone would mark ${
      formatNumber(P * values.length, 2)
    } of them.`,
    seeds > 1 || own[0]!.noise === null ? noiseSentence(own) : "",
  ];
  return panelFigure({ title: "What matters among good results?", note }, {
    values,
    column: ["panel", ["All models", ...models]],
    row: ["given", given, { ...OVER, labelFontWeight: 400 }],
    width,
    height: { step: 24 },
    layer: [
      random,
      {
        ...withNumber("chance"),
        mark: { type: "tick", color: COLORS.ink, thickness: 2, size: 14 },
        encoding: { x: { ...x, field: "chance" }, y },
      },
      { mark: dot(70), encoding: { x, y, color, tooltip: told } },
      levels,
    ],
  });
}
