import type { TopLevelSpec } from "vega-lite";
import type { DownstreamPointRow } from "../analysis/downstream_points.ts";
import type { AgreementRow } from "../analysis/reconstruction_and_downstream.ts";
import { ascending, logAxis, logDomain, ordinal, quantitative, tooltip } from "./_channels.ts";
import { panelFigure, required } from "./_figure.ts";
import { cornerLabel, partOf } from "./_marks.ts";
import { firstBy, labelIn, labelsIn, nameIn, pick, rangeText, signed, total } from "./_words.ts";
import { labelOf } from "./labels.ts";
import { COLORS } from "./theme.ts";

const CLASSIFIERS: Readonly<Record<string, string>> = {
  "nearest neighbours": "5 nearest neighbours",
  "logistic regression": "Logistic regression",
};

const classifierLabel = (name: string) => CLASSIFIERS[name] ?? name;

/** "ρ = 0.61 (0.40 to 0.76)", and below it "diverged last: 0.80". */
function correlationText(rows: readonly AgreementRow[]): string {
  const written = (value: number | null) => value === null ? "–" : signed(value);
  const finished = rows.find((row) => row.diverged_runs === "finished");
  const ranked = rows.find((row) => row.diverged_runs === "rank");
  if (!finished) return "ρ = –";
  const last = ranked && ranked.configurations > finished.configurations
    ? `\ndiverged last: ${written(ranked.correlation)}`
    : "";
  return `ρ = ${written(finished.correlation)}${rangeText(finished, signed)}${last}`;
}

/** The rows of points, and one of each panel's text. */
function toValues(points: readonly DownstreamPointRow[], agreement: readonly AgreementRow[]) {
  const panelOf = (row: DownstreamPointRow) => ({
    model: labelIn(row, "model"),
    classifier: classifierLabel(row.classifier),
  });
  const drawn = points.map((row) => ({
    part: "point",
    ...panelOf(row),
    size: row.latent_size,
    mse: row.test_mse,
    accuracy: row.balanced_accuracy,
    ...pick(row, "configuration", "runs"),
  }));
  const labels = firstBy(points, (row) => `${row.model}\n${row.classifier}`).map((first) => {
    const own = agreement.filter((row) =>
      nameIn(row, "model") === first.model && row.classifier === first.classifier
    );
    return { part: "label", ...panelOf(first), label: correlationText(own) };
  });
  return [...drawn, ...labels];
}

function layers(points: readonly DownstreamPointRow[]) {
  const domain = logDomain(points.map((row) => row.test_mse));
  const axis = { grid: false, labelOverlap: true };
  const lowest = Math.min(...points.map((row) => row.balanced_accuracy));
  const low = Math.min(0.75, Math.floor(lowest * 4) / 4), step = low < 0.5 ? 0.25 : (1 - low) / 5;
  const count = Math.round((1 - low) / step) + 1;
  return [
    {
      ...partOf("point"),
      mark: { type: "point", filled: true, size: 34, opacity: 0.85 },
      encoding: {
        x: { ...logAxis("Test MSE (log scale)", domain, { axis }), field: "mse" },
        y: quantitative("accuracy", {
          title: "Balanced accuracy",
          scale: { domain: [low, 1 + 0.24 * (1 - low)], nice: false }, // labels stand above
          axis: { format: ".0%", values: Array.from({ length: count }, (_, i) => low + i * step) },
        }),
        color: ordinal("size", ascending(points.map((row) => row.latent_size)), {
          scale: { scheme: COLORS.ordered },
          legend: { title: labelOf("latent_size"), symbolOpacity: 1 },
        }),
        tooltip: tooltip({
          "Latent size": ["size"],
          "Configuration": "configuration",
          "Test MSE": ["mse", ".4~r"],
          "Balanced accuracy": ["accuracy", ".1%"],
          "Runs": ["runs"],
        }),
      },
    },
    cornerLabel({ lineBreak: "\n" }),
  ];
}

/**
 * Does better reconstruction mean a more useful latent space? Test MSE against the balanced accuracy of telling cancer
 * types from the posterior means, a point per configuration, with the rank correlation of each panel.
 *
 * @param points Rows of `downstreamPoints`.
 * @param agreement Rows of `reconstructionAndDownstream`, by model.
 * @throws {InputError} If there is no point.
 *
 * @example
 * ```ts
 * import { downstreamScatter } from "./downstream_scatter.ts";
 * const group = { model: "vae", classifier: "nearest neighbours" } as const;
 * const point = { ...group, latent_size: 9, configuration: "", test_mse: 0.4, balanced_accuracy: 0.9, runs: 1 };
 * const agreement = {
 *   ...group, diverged_runs: "finished", over: "optimizer", correlation: -0.5, low: null, high: null, configurations: 2,
 *   left_out: 1,
 * } as const;
 * const text = JSON.stringify(downstreamScatter([point, { ...point, test_mse: 0.5 }], [agreement]));
 * if (!text.includes("ρ = −0.50")) throw new Error(text);
 * ```
 */
export function downstreamScatter(
  points: readonly DownstreamPointRow[],
  agreement: readonly AgreementRow[],
): TopLevelSpec {
  const known = required(points, "downstream accuracies"), models = labelsIn(known, "model");
  const classifiers = [...new Set(known.map((row) => row.classifier))];
  const finished = agreement.filter((row) =>
    row.diverged_runs === "finished" && row.classifier === classifiers[0] &&
    nameIn(row, "model") !== "all"
  );
  const drawn = known.filter((row) => row.classifier === classifiers[0]).length;
  const left = total(finished, "left_out");
  const note = [
    [
      `${drawn} configurations, means over seeds; classifiers learn from the training samples’ posterior means and are judged`,
      `on test samples. ${left} configurations without a point: they diverged, failed or have no accuracy.`,
    ],
    "ρ: Spearman’s correlation of −MSE and accuracy over configurations with its 95 % interval; “diverged last” ranks those " +
    "that diverged with most seeds last in both.",
  ];
  const title = "Does better reconstruction mean a more useful latent space?";
  const header = { labelFontSize: 12 };
  return panelFigure({ title, note, beside: 150 }, {
    values: toValues(known, agreement),
    column: ["model", models, header],
    row: ["classifier", classifiers.map(classifierLabel), header],
    width: models.length > 1 ? 200 : 380,
    height: 170,
    layer: layers(known),
  });
}
