import type { TopLevelSpec } from "vega-lite";
import type { ModelComparisonRow } from "../analysis/model_comparison.ts";
import { plural } from "../format/plural.ts";
import { nominal, quantitative, tooltip } from "./_channels.ts";
import { figure, required } from "./_figure.ts";
import { dot, layerColors, withNumber } from "./_marks.ts";
import { choiceSentence, countRange, labelIn, labelsIn, total } from "./_words.ts";
import { labelOf, levelsLabel } from "./labels.ts";
import { COLORS } from "./theme.ts";

/** What a row's marks show, from the widest to the point. */
const KINDS = ["95 % over test samples", "95 % over seeds", "Ratio"];

const KIND_COLORS = ["#9ec9e2", COLORS.categories[1], COLORS.ink];

/** "0.995 to 1.012", or a dash where there is no interval. */
function between(low: number | null, high: number | null): string {
  return low === null ? "–" : `${low.toFixed(4)} to ${high!.toFixed(4)}`;
}

function toValues(rows: readonly ModelComparisonRow[]) {
  return rows.map((row) => ({
    ...row,
    model: labelIn(row, "model"),
    reference: labelOf(row.reference),
    configuration: levelsLabel(row.configuration),
    over_samples: between(row.samples_low, row.samples_high),
    over_seeds: between(row.seeds_low, row.seeds_high),
  }));
}

/**
 * Models against each other: how many times as large each one's test error is as the reference's, both at the configuration
 * that is chosen, with an interval over test samples and, from three seeds on, one over seeds.
 *
 * @param rows Rows of `modelComparison`.
 * @throws {InputError} If there is no row.
 *
 * @example
 * ```ts
 * import { modelComparisonPlot } from "./model_comparison_plot.ts";
 * const row = {
 *   model: "iwae", configuration: "optimizer adam", reference: "vae", reference_configuration: "optimizer adam",
 *   chosen_on: "validation", over: "optimizer", configurations: 3, reference_configurations: 3, test_mse: 0.36,
 *   reference_mse: 0.35, ratio: 1.03, samples_low: 1.01, samples_high: 1.05, seeds_low: null, seeds_high: null,
 *   samples: 51, distinct_samples: 51, seeds: 1, left_out: 0,
 * };
 * const text = JSON.stringify(modelComparisonPlot([row]));
 * if (!text.includes("51 test samples") || !text.includes("Three seeds")) throw new Error("n, and what is missing");
 * ```
 */
export function modelComparisonPlot(rows: readonly ModelComparisonRow[]): TopLevelSpec {
  const values = toValues(required(rows, "a comparison of models"));
  const { reference, reference_configuration } = rows[0]!, left = total(rows, "left_out");
  const splits = countRange(rows.map((row) => row.seeds));
  const distinct = countRange(rows.map((row) => row.distinct_samples));
  const bounds = rows.flatMap((row) =>
    [1, row.ratio, row.samples_low, row.samples_high, row.seeds_low, row.seeds_high]
      .filter((value) => value !== null)
  );
  const known = rows.some((row) => row.seeds_low !== null);
  const chosenAmong = countRange(
    rows.flatMap((row) => [row.configurations, row.reference_configurations]),
  );
  const note = [
    [
      `Test MSE of each model over ${labelOf(reference)}’s, each at its own best configuration`,
      `(${labelOf(reference)}: ${levelsLabel(reference_configuration) || "the only one"}).`,
      choiceSentence(rows),
    ],
    [
      `Paired by sample: ${countRange(rows.map((row) => row.samples))} test samples of ${
        splits === "1"
          ? "one split"
          : `${splits} splits, ${distinct} of them distinct (splits share samples)`
      }.`,
      "Over samples: the same networks, other samples of the split.",
      known
        ? "Over seeds: another split, initialization and order of batches, too."
        : "Three seeds would tell what another split and initialization change.",
      left > 0 && `${plural(left, "pair")} left out, since a run diverged or kept no samples.`,
    ],
    `${
      known ? "Neither interval counts" : "The interval does not count"
    } the luck of choosing among ${chosenAmong} configuration${chosenAmong === "1" ? "" : "s"}${
      rows.length > 1 ? `; no correction for comparing ${rows.length + 1} models` : ""
    }.`,
  ];
  const domain = [Math.min(...bounds), Math.max(...bounds)] as const;
  const room = 0.05 * (domain[1] - domain[0]) || 0.01;
  const x = quantitative("ratio", {
    title: "Test MSE, times the reference’s",
    scale: { domain: [domain[0] - room, domain[1] + room], nice: false, zero: false },
    axis: { tickCount: 6, grid: true },
  });
  const told = tooltip({
    "Model": "model",
    "Times the error": ["ratio", ".4f"],
    "Over samples": "over_samples",
    "Over seeds": "over_seeds",
    "At": "configuration",
    "Test MSE": ["test_mse", ".4~r"],
    "Reference’s": ["reference_mse", ".4~r"],
  });
  const shown = [0, 1, 2].filter((kind) => known || kind !== 1);
  const color = layerColors(
    shown.map((kind) => KINDS[kind]!),
    shown.map((kind) => KIND_COLORS[kind]!),
  );
  const layer = (kind: number, field: string, mark: object, x2?: string) => ({
    ...withNumber(field),
    mark,
    encoding: {
      x: { ...x, field },
      ...(x2 && { x2: { field: x2 } }),
      color: color(KINDS[kind]!),
      tooltip: told,
    },
  });
  return figure({ title: `Is a model better than ${labelOf(reference)}?`, note }, {
    data: { values },
    width: 420,
    height: { step: 34 },
    encoding: { y: nominal("model", { sort: labelsIn(rows, "model"), title: null }) },
    layer: [
      {
        data: { values: [{ one: 1 }] },
        mark: { type: "rule", strokeDash: [5, 4], color: COLORS.mutedInk },
        encoding: { x: { ...x, field: "one" }, y: null },
      },
      layer(0, "samples_low", { type: "rule", strokeWidth: 7, strokeCap: "butt" }, "samples_high"),
      ...(known ? [layer(1, "seeds_low", { type: "rule", strokeWidth: 2 }, "seeds_high")] : []),
      layer(2, "ratio", dot(56)),
    ],
  });
}
