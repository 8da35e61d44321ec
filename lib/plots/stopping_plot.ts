import type { TopLevelSpec } from "vega-lite";
import type { StoppingRow } from "../analysis/stopping_sensitivity.ts";
import { formatNumber } from "../format/number.ts";
import {
  nominal,
  palette,
  type Part,
  quantitative,
  SHAPES,
  shareAxis,
  tooltip,
} from "./_channels.ts";
import { figure, heading, required } from "./_figure.ts";
import { droppedSentence, firstBy, labelIn, labelsIn, pick, total } from "./_words.ts";
import { axisLabel, axisWords, inOrder } from "./labels.ts";

/** What a rule differs in from the one the others are compared with. */
function ruleName(row: StoppingRow, first: StoppingRow): string {
  const parts = [
    ["patience", row.patience, first.patience],
    ["threshold", row.min_delta, first.min_delta],
    ["at least epochs", row.min_epochs, first.min_epochs],
    ["cap", row.max_epochs, first.max_epochs],
  ] as const;
  const changed = parts.filter(([, own, other]) => own !== other);
  return changed.length === 0
    ? first.rule
    : changed.map(([name, value]) => `${name} ${formatNumber(value)}`).join(", ");
}

function toValues(rows: readonly StoppingRow[]) {
  return rows.map((row) => ({
    rule: ruleName(row, rows[0]!),
    model: labelIn(row, "model"),
    axis: axisLabel(row.axis),
    epochs: row.mean_epochs,
    same: row.same_best_learning_rate,
    ...pick(row, "importance", "change", "runs", "censored", "diverged"),
  }));
}

type Value = ReturnType<typeof toValues>[number];

/** A panel of dots by rule: their number, and by which field, colour and shape they are distinguished. */
function dots(rules: readonly string[], { x, field, names, title, labels = true, told, width }: {
  readonly x: Part;
  readonly field: string;
  readonly names: readonly string[];
  readonly title: string;
  readonly labels?: boolean;
  readonly told: Parameters<typeof tooltip>[0];
  readonly width: number;
}) {
  const axis = { grid: true, labels };
  return {
    width,
    height: { step: 22 },
    mark: { type: "point", filled: true, size: 60, opacity: 0.9 },
    encoding: {
      y: nominal("rule", { sort: rules, title: null, axis }),
      x,
      color: palette(field, names, { legend: { title } }),
      shape: palette(field, names, { legend: { title }, range: SHAPES }),
      tooltip: tooltip({ [title]: field, "Rule": "rule", ...told }),
    },
  };
}

/** Curves may end before a rule does for so large a share of the runs: of more the rule would say little but what they did anyway. */
const MOST_CENSORED = 0.05;

/** The first rule and those whose curves go far enough to draw them, and how many runs' do not, by rule. */
function censoring(values: readonly Value[]) {
  const once = firstBy(values, ({ rule, model }) => `${rule} ${model}`);
  const rules = [...Map.groupBy(once, ({ rule }) => rule)]
    .map(([rule, own]) => ({ rule, censored: total(own, "censored"), runs: total(own, "runs") }));
  const isDrawn = ({ rule, censored, runs }: typeof rules[number]) =>
    rule === values[0]!.rule || censored <= MOST_CENSORED * runs;
  const written = (some: typeof rules) =>
    some.map(({ rule, censored }) => `${censored} under ${rule}`).join("; ");
  const few = rules.filter((rule) => rule.censored > 0 && isDrawn(rule));
  const many = rules.filter((rule) => !isDrawn(rule));
  const sentence = [
    rules.every(({ censored }) => censored === 0) && "No curve ends before a rule does.",
    few.length > 0 &&
    `Curves end before the rule does, so that the run counts as it ended: ${written(few)}.`,
    many.length > 0 &&
    `Not drawn, as too many curves end before the rule would have: ${written(many)}.`,
  ];
  return {
    sentence: sentence.filter(Boolean).join(" "),
    drawn: new Set(rules.filter(isDrawn).map(({ rule }) => rule)),
  };
}

/**
 * Stopping rules replayed on the stored curves: epochs, whether the best learning rate stays the same, and the total
 * importance of each hyper-parameter under other patience, thresholds and caps.
 *
 * @param rows Rows of `stoppingSensitivity`; the first rule is what the others are compared with.
 * @throws {InputError} If there is no row.
 *
 * @example
 * ```ts
 * import { stoppingPlot } from "./stopping_plot.ts";
 * const row = {
 *   rule: "patience 3", min_delta: 1e-4, min_epochs: 0, max_epochs: 100, outcome: "validation_mse", model: "vae", runs: 9, censored: 0, diverged: 1, mean_epochs: 20,
 *   same_best_learning_rate: 1, axis: "optimizer", importance: 0.6, change: 0, treatment: "clip", dropped: "",
 * } as const;
 * const text = JSON.stringify(stoppingPlot([{ ...row, patience: 3 }, { ...row, patience: 1 }]));
 * if (!text.includes('"rule":"patience 1"') || !text.includes("9 runs")) throw new Error(text);
 * ```
 */
export function stoppingPlot(rows: readonly StoppingRow[]): TopLevelSpec {
  const replayed = toValues(required(rows, "stopping rules")), models = labelsIn(rows, "model");
  const { sentence, drawn } = censoring(replayed);
  const values = replayed.filter(({ rule }) => drawn.has(rule));
  const { outcome, treatment } = rows[0]!;
  const rules = [...new Set(values.map(({ rule }) => rule))];
  const known = values.filter(({ importance }) => importance !== null);
  const measured = models.filter((name) => known.some(({ model }) => model === name));
  const once = firstBy(values, ({ rule, model }) => `${rule} ${model}`);
  const runs = total(once.filter(({ rule }) => rule === rules[0]), "runs");
  const places = inOrder(rows.map(({ axis }) => axis)).filter((axis) => axis !== "learning_rate");
  const note = [
    [
      `${runs} runs stopped anew on their stored curves (failed ones left out);`,
      `the rule at the top is what the others are compared with. ${sentence}`,
    ],
    [
      places.length === 0
        ? "Best learning rate: of all runs of a model."
        : `Best learning rate: at each ${places.length > 1 ? "combination of " : ""}${
          new Intl.ListFormat("en-GB").format(places.map(axisWords))
        }.`,
      `Importance: of the validation ${
        outcome === "validation_mse" ? "MSE" : "reconstruction"
      } at the best epoch;`,
      treatment === "rank"
        ? "diverged runs share the last rank."
        : outcome === "validation_mse"
        ? "diverged runs stand at the mean predictor’s (log10)."
        : "diverged runs stand at the model’s worst outcome (log10).",
      measured.length < models.length &&
      `None where nothing varies: ${models.filter((name) => !measured.includes(name)).join(", ")}.`,
      droppedSentence(rows),
    ],
  ];
  const told = {
    "Mean epochs": ["epochs", ".1f"],
    "Same best learning rate": ["same", ".0%"],
    "Runs": ["runs"],
    "Censored": ["censored"],
    "Diverged": ["diverged"],
  } as const;
  const byModel = { field: "model", names: models, title: "Model", told, width: 250 };
  const epochs = quantitative("epochs", { title: "Mean epochs", scale: { zero: true } });
  const same = shareAxis("same", "Same best learning rate");
  const beside = [
    dots(rules, { x: epochs, ...byModel }),
    dots(rules, { x: same, ...byModel, labels: false }),
  ];
  const importances = dots(rules, {
    x: shareAxis("importance", "Total importance", { axis: { format: ".0%", tickCount: 3 } }),
    field: "axis",
    names: inOrder(rows.filter((row) => row.importance !== null).map((row) => row.axis)).map(
      axisLabel,
    ),
    title: "Hyper-parameter",
    told: { "Importance": ["importance", ".1%"], "More than at the top": ["change", "+.1%"] },
    width: 150,
  });
  const title = "Does it depend on when training stops?";
  return figure({ title, note, width: Math.max(680, models.length * 170 + 180) }, {
    vconcat: [
      { data: { values: once }, hconcat: beside },
      ...(known.length > 0
        ? [{
          data: { values: known },
          facet: heading("column", ["model", measured], 150),
          spec: importances,
        }]
        : []),
    ],
    resolve: { scale: { color: "independent", shape: "independent" } },
    spacing: 30,
  });
}
