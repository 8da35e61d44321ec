import type { TopLevelSpec } from "vega-lite";
import type { DownstreamPointRow } from "../analysis/downstream_points.ts";
import { MEASURES, SATURATED } from "../analysis/recorded_scores.ts";
import type { AgreementRow } from "../analysis/reconstruction_and_downstream.ts";
import { formatNumber } from "../format/number.ts";
import { extent } from "../numbers/extent.ts";
import { mean } from "../numbers/mean.ts";
import { permutation, PURPOSE, stream } from "../random.ts";
import type { ReferenceRow } from "../sweep/references.ts";
import {
  ascending,
  logAxis,
  logDomain,
  nominal,
  ordinal,
  quantitative,
  SPARSE,
  tooltip,
} from "./_channels.ts";
import { panelFigure, required } from "./_figure.ts";
import { cornerLabel, DASHES, partOf } from "./_marks.ts";
import { firstBy, labelIn, labelsIn, nameIn, pick, rangeText, signed, total } from "./_words.ts";
import { labelOf } from "./labels.ts";
import { COLORS } from "./theme.ts";

const CLASSIFIERS: Readonly<Record<string, string>> = {
  knn: "5 nearest neighbours",
  logistic: "Logistic regression",
};

/** How much higher than its points a panel is, for four lines of text. */
const ROOM = 0.48;

const classifierLabel = (name: string) => CLASSIFIERS[name] ?? name;

/** The representations of `writeReferences` as a legend names them, and their dashes. */
const REFERENCES = {
  "raw genes": { label: "Raw genes", dash: [1, 0] },
  "pca": { label: "PCA", dash: [7, 3] },
  "random projection": { label: "Random projection", dash: [2, 3] },
  "untrained encoder": { label: "Untrained encoder", dash: [8, 3, 2, 3] },
} as const;

/** How the two measures are called where each has a line. */
const MEASURE_NAMES = { balanced_accuracy: "accuracy", auc: "AUC" } as const;

/**
 * For either measure a line over all that finished, "accuracy: ρ = 0.61 (0.40 to 0.76)", and one over the better half,
 * "better half: −0.10 (−0.30 to 0.10)"; folders of earlier versions know no AUC.
 */
function correlationText(rows: readonly AgreementRow[]): string {
  const written = (row: AgreementRow | undefined) =>
    row?.correlation == null ? "–" : `${signed(row.correlation)}${rangeText(row, signed)}`;
  const measures = MEASURES.filter((measure) => rows.some((row) => row.measure === measure));
  return measures.flatMap((measure) => {
    const of = (part: AgreementRow["part"]) =>
      written(rows.find((row) => row.part === part && row.measure === measure));
    return [
      `${MEASURE_NAMES[measure]}: ρ = ${of("finished")}`,
      `  better half: ${of("better half")}`,
    ];
  }).join("\n");
}

/** Numbers of genes that a folder mixes, by the names of its configurations; none where that is no axis. */
function genesOf(points: readonly DownstreamPointRow[]): number[] {
  return ascending(
    points.flatMap(({ configuration }) => {
      const genes = configuration.match(/(?:^|, )genes (\d+)/)?.[1];
      return genes ? [Number(genes)] : [];
    }),
  );
}

/** The mean over splits of each representation at its largest size, of the most genes. */
function referenceLines(all: readonly ReferenceRow[]) {
  const genes = Math.max(0, ...all.map((row) => row.genes ?? 0));
  const references = all.filter((row) => (row.genes ?? 0) === genes);
  const largest = Math.max(0, ...references.map(({ components }) => components ?? 0));
  const shown = references.filter(({ components }) =>
    components === null || components === largest
  );
  const key = (row: ReferenceRow) => `${row.classifier} ${row.representation}`;
  return [...Map.groupBy(shown, key).values()].map((rows) => ({
    classifier: rows[0]!.classifier,
    representation: REFERENCES[rows[0]!.representation].label,
    components: rows[0]!.components,
    accuracy: mean(rows.map((row) => row.balanced_accuracy)),
  }));
}

type Line = ReturnType<typeof referenceLines>[number];

/** The rows of points, one of each panel's text, and those of its lines. */
function toValues(
  points: readonly DownstreamPointRow[],
  agreement: readonly AgreementRow[],
  lines: readonly Line[],
) {
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
    ...pick(row, "configuration", "auc", "runs"),
  }));
  const others = firstBy(points, (row) => `${row.model}\n${row.classifier}`).flatMap((first) => {
    const own = agreement.filter((row) =>
      nameIn(row, "model") === first.model && row.classifier === first.classifier
    );
    return [
      { part: "label", ...panelOf(first), label: correlationText(own) },
      ...lines.filter(({ classifier }) => classifier === first.classifier).map((line) => ({
        ...line,
        ...panelOf(first),
        part: "reference",
      })),
    ];
  });
  return [...drawn, ...others];
}

function layers(points: readonly DownstreamPointRow[], lines: readonly Line[]) {
  const domain = logDomain(points.map((row) => row.test_mse));
  const axis = { grid: false, ...SPARSE };
  const accuracies = points.map((row) => row.balanced_accuracy);
  const [lowest] = extent([...accuracies, ...lines.map(({ accuracy }) => accuracy)]);
  const low = Math.min(0.75, Math.floor(lowest * 4) / 4), step = low < 0.5 ? 0.25 : (1 - low) / 5;
  const count = Math.round((1 - low) / step) + 1;
  const y = quantitative("accuracy", {
    title: "Balanced accuracy",
    scale: { domain: [low, 1 + ROOM * (1 - low)], nice: false }, // labels stand above
    axis: { format: ".0%", values: Array.from({ length: count }, (_, i) => low + i * step) },
  });
  const known = Object.values(REFERENCES).filter(({ label }) =>
    lines.some(({ representation }) => representation === label)
  );
  const rules = {
    ...partOf("reference"),
    mark: { type: "rule", color: COLORS.ink, strokeWidth: 1.2, opacity: 0.8 },
    encoding: {
      y,
      strokeDash: nominal("representation", {
        scale: {
          domain: known.map(({ label }) => label),
          range: known.map(({ dash }) => dash),
        },
        legend: { title: "Without a trained model", ...DASHES, symbolSize: 900 },
      }),
      tooltip: tooltip({
        "Representation": "representation",
        "Features": ["components"],
        "Balanced accuracy": ["accuracy", ".1%"],
      }),
    },
  };
  return [
    ...lines.length > 0 ? [rules] : [],
    {
      ...partOf("point"),
      mark: { type: "point", filled: true, size: 34, opacity: 0.85 },
      encoding: {
        x: { ...logAxis("Test MSE (log scale)", domain, { axis }), field: "mse" },
        y,
        color: ordinal("size", ascending(points.map((row) => row.latent_size)), {
          scale: { scheme: COLORS.ordered },
          legend: { title: labelOf("latent_size"), symbolOpacity: 1 },
        }),
        tooltip: tooltip({
          "Latent size": ["size"],
          "Configuration": "configuration",
          "Test MSE": ["mse", ".4~r"],
          "Balanced accuracy": ["accuracy", ".1%"],
          "AUC": ["auc", ".3f"],
          "Runs": ["runs"],
        }),
      },
    },
    cornerLabel({ lineBreak: "\n" }),
  ];
}

/** Options of {@linkcode downstreamScatter}. */
export interface DownstreamScatterOptions {
  /** Rows of `writeReferences`, drawn as lines at the largest size, means over splits. @default [] */
  references?: readonly ReferenceRow[];
  /** Points that are drawn at most, at random; correlations and shares are of all. @default all */
  most?: number;
}

/** Some of the rows in their order, always the same ones. */
function some<Row>(rows: readonly Row[], most: number): readonly Row[] {
  if (rows.length <= most) return rows;
  const order = permutation([0, stream(PURPOSE.resampling, 2)], rows.length).slice(0, most);
  return Array.from(order.sort(), (row) => rows[row]!);
}

/**
 * Does better reconstruction mean a more useful latent space? Test MSE against the balanced accuracy of telling a label from
 * the posterior means, a point per configuration, with the rank correlation of each panel, over all that finished and over the
 * better half; lines are what representations without a trained model reach.
 *
 * @param points Rows of `downstreamPoints`; of several labels those of the first are drawn.
 * @param agreement Rows of `reconstructionAndDownstream`, by model.
 * @throws {InputError} If there is no point.
 *
 * @example
 * ```ts
 * import { downstreamScatter } from "./downstream_scatter.ts";
 * const group = { model: "vae", label: "cancer_type", classifier: "knn" } as const;
 * const point = { ...group, latent_size: 9, configuration: "", test_mse: 0.4, balanced_accuracy: 0.9, auc: 1, runs: 1 };
 * const agreement = {
 *   ...group, measure: "balanced_accuracy", part: "finished", over: "optimizer", chosen_on: "validation", correlation: -0.5,
 *   low: null, high: null, configurations: 2, left_out: 1, seeds: 1,
 * } as const;
 * const text = JSON.stringify(downstreamScatter([point, { ...point, test_mse: 0.5 }], [agreement]));
 * if (!text.includes("ρ = −0.50")) throw new Error(text);
 * ```
 */
export function downstreamScatter(
  points: readonly DownstreamPointRow[],
  agreement: readonly AgreementRow[],
  { references = [], most = Infinity }: DownstreamScatterOptions = {},
): TopLevelSpec {
  const [first] = required(points, "downstream accuracies"), label = first!.label;
  const ofLabel = <Row extends { readonly label: string }>(rows: readonly Row[]) =>
    rows.filter((row) => row.label === label);
  const known = ofLabel(points), agreed = ofLabel(agreement);
  const lines = referenceLines(ofLabel(references)), models = labelsIn(known, "model");
  const classifiers = [...new Set(known.map((row) => row.classifier))];
  const finished = agreed.filter((row) =>
    row.part === "finished" && row.measure === "balanced_accuracy" &&
    row.classifier === classifiers[0] && nameIn(row, "model") !== "all"
  );
  const tried = known.filter((row) => row.classifier === classifiers[0]).length;
  const drawn = some(known, most);
  const left = total(finished, "left_out"), genes = genesOf(known);
  const all = total(finished, "configurations") + left,
    sizes = lines.flatMap((line) => line.components ?? []);
  const saturated = known.filter((row) => row.balanced_accuracy >= SATURATED).length / known.length;
  const seeds = Math.max(1, ...finished.map((row) => row.seeds));
  const note = [
    [
      `Label: ${label.replaceAll("_", " ").trim()}.`,
      `${tried} configurations, means over seeds; classifiers learn from the training samples’ posterior means and are judged`,
      "on test samples.",
      all > tried &&
      `${all - tried} more have no point: each of their runs diverged, failed or has no accuracy.`,
      saturated > 0
        ? `${
          formatNumber(100 * saturated, 2)
        } % of the points stand at 99 % or above, where accuracy does not tell configurations apart.`
        : "No point stands at 99 % or above.",
      drawn.length < known.length &&
      `${drawn.length} of the ${known.length} points are drawn, at random.`,
      sizes.length > 0 && `Lines: ${Math.max(...sizes)} features (raw genes: all).`,
    ],
    [
      "ρ: Spearman’s correlation of −MSE with balanced accuracy",
      agreed.some(({ measure }) => measure === "auc")
        ? "(which is drawn) and with AUC,"
        : "(AUC was not recorded),",
      "over the configurations that",
      `finished and over their better half by MSE on ${finished[0]?.chosen_on ?? "test"} samples.`,
      left > 0 &&
      `It leaves out ${left}: those without a point, and those of which at least half of the runs diverged.`,
      genes.length > 1 &&
      `Configurations of ${
        genes.map((count) => count.toLocaleString("en")).join(" and ")
      } genes together, whose errors are means over different genes.`,
      seeds < 3
        ? "No interval: that needs 3 seeds."
        : `95 % intervals: jackknife over ${seeds} seeds.`,
    ],
  ];
  const title = "Does better reconstruction mean a more useful latent space?";
  const header = { labelFontSize: 12 };
  return panelFigure({ title, note, beside: 150 }, {
    values: toValues(drawn, agreed, lines),
    column: ["model", models, header],
    row: ["classifier", classifiers.map(classifierLabel), header],
    width: models.length > 1 ? 200 : 380,
    height: 200,
    layer: layers(known, lines),
  });
}
