import type { TopLevelSpec } from "vega-lite";
import type { DownstreamPointRow } from "../analysis/downstream_points.ts";
import type { AgreementRow } from "../analysis/reconstruction_and_downstream.ts";
import { figure, logDomain, logTicks, required, type TableRow } from "./_figure.ts";
import { COLORS, inOrder, labelOf } from "./theme.ts";

const CLASSIFIERS: Readonly<Record<string, string>> = {
  "nearest neighbours": "5 nearest neighbours",
  "logistic regression": "Logistic regression",
};

const classifierLabel = (name: string) => CLASSIFIERS[name] ?? name;

/** "ρ = 0.61 (0.40 to 0.76)", and below it "diverged last: 0.80". */
function correlationText(rows: readonly AgreementRow[]): string {
  const written = (value: number | null) =>
    value === null ? "–" : value.toFixed(2).replace("-", "−");
  const of = (kind: AgreementRow["diverged_runs"]) =>
    rows.find((row) => row.diverged_runs === kind);
  const finished = of("finished"), ranked = of("rank");
  const interval = finished && finished.low !== null
    ? ` (${written(finished.low)} to ${written(finished.high)})`
    : "";
  const last = ranked && finished && ranked.configurations > finished.configurations
    ? `\ndiverged last: ${written(ranked.correlation)}`
    : "";
  return `ρ = ${written(finished?.correlation ?? null)}${interval}${last}`;
}

function layers(points: readonly DownstreamPointRow[]) {
  const part = (name: string) => [{ filter: `datum.part === '${name}'` }];
  const domain = logDomain(points.map((row) => row.test_mse));
  const sizes = [...new Set(points.map((row) => row.latent_size))].sort((a, b) => a - b);
  const lowest = Math.min(...points.map((row) => row.balanced_accuracy));
  const low = Math.min(0.75, Math.floor(lowest * 4) / 4), step = low < 0.5 ? 0.25 : (1 - low) / 5;
  const y = {
    field: "accuracy",
    type: "quantitative",
    title: "Balanced accuracy",
    scale: { domain: [low, 1 + 0.24 * (1 - low)], nice: false }, // labels stand above
    axis: {
      format: ".0%",
      values: Array.from({ length: Math.round((1 - low) / step) + 1 }, (_, i) => low + i * step),
    },
  };
  const x = {
    field: "mse",
    type: "quantitative",
    title: "Test MSE (log scale)",
    scale: { type: "log", domain, nice: false },
    axis: { format: "~g", values: logTicks(domain), grid: false, labelOverlap: true },
  };
  return [
    {
      transform: part("point"),
      mark: { type: "point", filled: true, size: 34, opacity: 0.85 },
      encoding: {
        x,
        y,
        color: {
          field: "size",
          type: "ordinal",
          sort: sizes,
          scale: { scheme: COLORS.sequential },
          legend: { title: "Latent size", symbolOpacity: 1 },
        },
        tooltip: [
          { field: "size", title: "Latent size", type: "quantitative" },
          { field: "configuration", title: "Configuration", type: "nominal" },
          { field: "mse", title: "Test MSE", type: "quantitative", format: ".4~r" },
          { field: "accuracy", title: "Balanced accuracy", type: "quantitative", format: ".1%" },
          { field: "runs", title: "Runs", type: "quantitative" },
        ],
      },
    },
    {
      transform: part("label"),
      mark: {
        type: "text",
        align: "left",
        baseline: "top",
        dx: 5,
        dy: 5,
        fontSize: 10.5,
        lineBreak: "\n",
      },
      encoding: { x: { value: 0 }, y: { value: 0 }, text: { field: "label", type: "nominal" } },
    },
  ];
}

/**
 * Does better reconstruction mean a more useful latent space? Test MSE against the balanced accuracy of telling cancer
 * types from the posterior means, a point per configuration, with the rank correlation of each panel.
 *
 * @param points Rows of `downstreamPoints`.
 * @param agreement Rows of `reconstructionAndDownstream`, by model.
 * @returns A Vega-Lite 5 specification with inline data.
 * @throws {InputError} If there is no point.
 *
 * @example
 * ```ts
 * import { downstreamScatter } from "./downstream_scatter.ts";
 * const point = {
 *   model: "vae", latent_size: 9, classifier: "nearest neighbours", configuration: "", test_mse: 0.4,
 *   balanced_accuracy: 0.9, runs: 1,
 * } as const;
 * const agreement = {
 *   model: "vae", classifier: "nearest neighbours", diverged_runs: "finished", correlation: -0.5, low: null, high: null,
 *   configurations: 2, left_out: 1,
 * } as const;
 * const text = JSON.stringify(downstreamScatter([point, { ...point, test_mse: 0.5 }], [agreement]));
 * if (!text.includes("ρ = −0.50")) throw new Error(text);
 * ```
 */
export function downstreamScatter(
  points: readonly DownstreamPointRow[],
  agreement: readonly AgreementRow[],
): TopLevelSpec {
  const known = required(points, "downstream accuracies");
  const models = inOrder(known.map((row) => row.model));
  const classifiers = [...new Set(known.map((row) => row.classifier))];
  const rows = agreement as readonly (AgreementRow & TableRow)[];
  const panelOf = (model: string, classifier: string) => ({
    model: labelOf(model),
    classifier: classifierLabel(classifier),
  });
  const values = [
    ...known.map((row) => ({
      part: "point",
      ...panelOf(row.model, row.classifier),
      size: row.latent_size,
      configuration: row.configuration,
      mse: row.test_mse,
      accuracy: row.balanced_accuracy,
      runs: row.runs,
    })),
    ...models.flatMap((model) =>
      classifiers.map((classifier) => ({
        part: "label",
        ...panelOf(model, classifier),
        label: correlationText(
          rows.filter((row) => row.model === model && row.classifier === classifier),
        ),
      }))
    ),
  ];
  const left = rows.filter((row) =>
    row.diverged_runs === "finished" && row.classifier === classifiers[0] && row.model !== "all"
  ).reduce((sum, row) => sum + row.left_out, 0);
  const header = { title: null, labelPadding: 6, labelFontSize: 12 };
  const note = [
    `${
      known.filter((row) => row.classifier === classifiers[0]).length
    } configurations, means over seeds; classifiers learn from the training samples’ posterior means and are judged on test ` +
    `samples. ${left} configurations without a point: they diverged, failed or have no accuracy.`,
    "ρ: Spearman’s correlation of −MSE and accuracy over configurations with its 95 % interval; “diverged last” ranks those " +
    "that diverged with most seeds last in both.",
  ];
  const width = models.length > 1 ? 200 : 380;
  return figure({
    title: "Does better reconstruction mean a more useful latent space?",
    note,
    width: Math.max(560, models.length * (width + 20) + 150),
  }, {
    data: { values },
    facet: {
      column: { field: "model", type: "nominal", sort: models.map(labelOf), header },
      row: { field: "classifier", type: "nominal", sort: classifiers.map(classifierLabel), header },
    },
    spec: { width, height: 170, layer: layers(known) },
  });
}
