import type { TopLevelSpec } from "vega-lite";
import type { ConditionalRow } from "../analysis/conditional_importance.ts";
import { formatNumber } from "../format/number.ts";
import { nominal, palette, type Part, shareAxis, tooltip } from "./_channels.ts";
import { OVER, panelFigure, required } from "./_figure.ts";
import { dot, withNumber } from "./_marks.ts";
import { axesLabel, countRange, labelIn, labelsIn } from "./_words.ts";
import { inOrder } from "./labels.ts";
import { COLORS } from "./theme.ts";

const SIGNIFICANT = ["p at most 0.05", "More by chance"];
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
    found: SIGNIFICANT[Number(row.p_value! > 0.05)]!,
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
    "Configurations": ["cells"],
  });
  const color = palette("found", SIGNIFICANT, {
    legend: { title: null, orient: "bottom" },
    range: [COLORS.categories[0], COLORS.missing],
  });
  const random: Part = {
    ...withNumber("low"),
    mark: { type: "rule", strokeWidth: 7, opacity: 0.25, color: COLORS.mutedInk },
    encoding: { x: { ...x, field: "low" }, x2: { field: "high" }, y },
  };
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
    ],
    seeds > 1 || own[0]!.noise === null ? noiseSentence(own) : "",
  ];
  return panelFigure({ title: "What matters among good results?", note }, {
    values,
    column: ["panel", ["All models", ...models]],
    row: ["given", given, { ...OVER, labelFontWeight: 400 }],
    width: models.length === 0 ? 380 : 150,
    height: { step: 24 },
    layer: [
      random,
      {
        ...withNumber("chance"),
        mark: { type: "tick", color: COLORS.ink, thickness: 2, size: 14 },
        encoding: { x: { ...x, field: "chance" }, y },
      },
      { mark: dot(70), encoding: { x, y, color, tooltip: told } },
    ],
  });
}
