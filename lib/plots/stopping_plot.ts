import type { TopLevelSpec } from "vega-lite";
import { formatNumber } from "../format/number.ts";
import type { StoppingRow } from "../analysis/stopping_sensitivity.ts";
import { droppedSentence, figure, required, type TableRow } from "./_figure.ts";
import { COLORS, inOrder, labelOf } from "./theme.ts";

/** What a rule differs in from the one the others are compared with. */
function ruleName(row: StoppingRow, first: StoppingRow): string {
  const parts = [
    ["patience", row.patience, first.patience],
    ["threshold", row.min_delta, first.min_delta],
    ["cap", row.max_epochs, first.max_epochs],
  ] as const;
  const changed = parts.filter(([, own, other]) => own !== other);
  return (changed.length === 0 ? parts : changed)
    .map(([name, value]) => `${name} ${formatNumber(value)}`).join(", ");
}

function toValues(rows: readonly StoppingRow[]) {
  return rows.map((row) => ({
    rule: ruleName(row, rows[0]!),
    model: labelOf(row.model),
    axis: labelOf(row.axis),
    importance: row.importance,
    change: row.change,
    epochs: row.mean_epochs,
    same: row.same_best_learning_rate,
    runs: row.runs,
    censored: row.censored,
    diverged: row.diverged,
  }));
}

type Value = ReturnType<typeof toValues>[number];

const scaleOf = (names: readonly string[]) => ({
  domain: names,
  range: names.map((_, i) => COLORS.categories[i % COLORS.categories.length]),
});

const DOT = { type: "point", filled: true, size: 60, opacity: 0.9 } as const;

/** A dot per model and rule, of one number. */
function dots(
  values: readonly Value[],
  about: { rules: readonly string[]; models: readonly string[]; x: object; labels: boolean },
) {
  const axis = about.labels ? { grid: true, labelLimit: 260 } : { grid: true, labels: false };
  return {
    data: { values },
    width: 250,
    height: { step: 22 },
    mark: DOT,
    encoding: {
      y: { field: "rule", type: "nominal", sort: about.rules, title: null, axis },
      x: { type: "quantitative", ...about.x },
      color: {
        field: "model",
        type: "nominal",
        scale: scaleOf(about.models),
        legend: { title: "Model" },
      },
      shape: { field: "model", type: "nominal", scale: { domain: about.models } },
      tooltip: [
        { field: "model", title: "Model", type: "nominal" },
        { field: "rule", title: "Rule", type: "nominal" },
        { field: "epochs", title: "Mean epochs", type: "quantitative", format: ".1f" },
        {
          field: "same",
          title: "Same best learning rate",
          type: "quantitative",
          format: ".0%",
        },
        { field: "runs", title: "Runs", type: "quantitative" },
        { field: "censored", title: "Censored", type: "quantitative" },
        { field: "diverged", title: "Diverged", type: "quantitative" },
      ],
    },
  };
}

/** Total importance of each axis under each rule, a panel per model. */
function importances(
  values: readonly Value[],
  { rules, models }: { rules: readonly string[]; models: readonly string[] },
) {
  const axes = [...new Set(values.map(({ axis }) => axis))].sort();
  return {
    data: { values },
    facet: {
      column: {
        field: "model",
        type: "nominal",
        sort: models,
        header: { title: null, labelPadding: 6 },
      },
    },
    spec: {
      width: 150,
      height: { step: 22 },
      mark: DOT,
      encoding: {
        y: {
          field: "rule",
          type: "nominal",
          sort: rules,
          title: null,
          axis: { grid: true, labelLimit: 260 },
        },
        x: {
          field: "importance",
          type: "quantitative",
          title: "Total importance",
          scale: { domain: [0, 1] },
          axis: { format: ".0%", tickCount: 3 },
        },
        color: {
          field: "axis",
          type: "nominal",
          scale: scaleOf(axes),
          legend: { title: "Hyper-parameter" },
        },
        shape: { field: "axis", type: "nominal", scale: { domain: axes } },
        tooltip: [
          { field: "axis", title: "Hyper-parameter", type: "nominal" },
          { field: "rule", title: "Rule", type: "nominal" },
          { field: "importance", title: "Importance", type: "quantitative", format: ".1%" },
          { field: "change", title: "More than at the top", type: "quantitative", format: "+.1%" },
        ],
      },
    },
  };
}

/** Runs whose curves end before the rule would have stopped them, by rule. */
function censoredSentence(once: readonly Value[]): string {
  const rules = [...Map.groupBy(once, ({ rule }) => rule)].flatMap(([rule, values]) => {
    const count = values.reduce((sum, { censored }) => sum + censored, 0);
    return count > 0 ? [`${count} under ${rule}`] : [];
  });
  return rules.length === 0
    ? "No curve ends before a rule does."
    : `Curves end before the rule does, so that the run counts as it ended: ${rules.join("; ")}.`;
}

/**
 * Stopping rules replayed on the stored curves: epochs, whether the best learning rate stays the same, and the total
 * importance of each hyper-parameter under other patience, thresholds and caps.
 *
 * @param rows Rows of `stoppingSensitivity`; the first rule is what the others are compared with.
 * @returns A Vega-Lite 5 specification with inline data.
 * @throws {InputError} If there is no row.
 *
 * @example
 * ```ts
 * import { stoppingPlot } from "./stopping_plot.ts";
 * const row = {
 *   rule: "", min_delta: 1e-4, max_epochs: 100, model: "vae", runs: 9, censored: 0, diverged: 1, mean_epochs: 20,
 *   same_best_learning_rate: 1, axis: "optimizer", importance: 0.6, change: 0, treatment: "clip", dropped: "",
 * } as const;
 * const text = JSON.stringify(stoppingPlot([{ ...row, patience: 3 }, { ...row, patience: 1 }]));
 * if (!text.includes('"rule":"patience 1"') || !text.includes("9 runs")) throw new Error(text);
 * ```
 */
export function stoppingPlot(rows: readonly StoppingRow[]): TopLevelSpec {
  const values = toValues(required(rows, "stopping rules"));
  const rules = [...new Set(values.map(({ rule }) => rule))];
  const models = inOrder(rows.map(({ model }) => model)).map(labelOf);
  const once = [...Map.groupBy(values, (v) => `${v.rule} ${v.model}`).values()].map((v) => v[0]!);
  const of = once.filter(({ rule }) => rule === rules[0]);
  const runs = of.reduce((sum, value) => sum + value.runs, 0);
  const note = [
    `${runs} runs stopped anew on their stored curves (failed ones left out); the rule at the top is what the others are ` +
    `compared with. ${censoredSentence(once)}`,
    "Best learning rate: at each optimizer and latent size. Importance: of the validation reconstruction at the best epoch; " +
    `${
      rows[0]!.treatment === "rank"
        ? "diverged runs share the last rank."
        : "diverged runs stand at the model’s worst outcome (log10)."
    } ${droppedSentence(rows as readonly (StoppingRow & TableRow)[])}`,
  ];
  const epochs = { field: "epochs", title: "Mean epochs", scale: { zero: true } };
  const same = {
    field: "same",
    title: "Same best learning rate",
    scale: { domain: [0, 1] },
    axis: { format: ".0%", tickCount: 5 },
  };
  return figure({
    title: "Does it depend on when training stops?",
    note,
    width: Math.max(680, models.length * 170 + 180),
  }, {
    vconcat: [
      {
        hconcat: [
          dots(once, { rules, models, x: epochs, labels: true }),
          dots(once, { rules, models, x: same, labels: false }),
        ],
      },
      importances(values, { rules, models }),
    ],
    resolve: { scale: { color: "independent", shape: "independent" } },
    spacing: 30,
  });
}
