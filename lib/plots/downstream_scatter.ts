import type { TopLevelSpec } from "vega-lite";
import type { DownstreamPointRow } from "../analysis/downstream_points.ts";
import { MEASURES, SATURATED } from "../analysis/recorded_scores.ts";
import type { AgreementRow } from "../analysis/reconstruction_and_downstream.ts";
import { formatNumber } from "../format/number.ts";
import { permutation, PURPOSE, stream } from "../random.ts";
import type { ReferenceRow } from "../sweep/references.ts";
import { ascending } from "./_channels.ts";
import { downstreamLayers, type Line, referenceLines } from "./_downstream_layers.ts";
import { panelFigure, required } from "./_figure.ts";
import { firstBy, labelIn, labelsIn, nameIn, pick, rangeText, signed, total } from "./_words.ts";

const CLASSIFIERS: Readonly<Record<string, string>> = {
  knn: "5 nearest neighbours",
  logistic: "Logistic regression",
};

const classifierLabel = (name: string) => CLASSIFIERS[name] ?? name;

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

/** Numbers of genes that a folder mixes, by the names of its configurations; none where that is no axis. */
function genesOf(points: readonly DownstreamPointRow[]): number[] {
  return ascending(
    points.flatMap(({ configuration }) => {
      const genes = configuration.match(/(?:^|, )genes (\d+)/)?.[1];
      return genes ? [Number(genes)] : [];
    }),
  );
}

/** What the figure says below its panels: which configurations it shows, and how correlations were computed. */
function noteOf({ known, drawn, agreed, lines, label }: {
  readonly known: readonly DownstreamPointRow[];
  /** How many of them are drawn. */
  readonly drawn: number;
  readonly agreed: readonly AgreementRow[];
  readonly lines: readonly Line[];
  readonly label: string;
}) {
  const finished = agreed.filter((row) =>
    row.part === "finished" && row.measure === "balanced_accuracy" &&
    row.classifier === known[0]!.classifier && nameIn(row, "model") !== "all"
  );
  const tried = known.filter((row) => row.classifier === known[0]!.classifier).length;
  const left = total(finished, "left_out"), genes = genesOf(known);
  const all = total(finished, "configurations") + left,
    sizes = lines.flatMap((line) => line.components ?? []);
  const saturated = known.filter((row) => row.balanced_accuracy >= SATURATED).length / known.length;
  const seeds = Math.max(1, ...finished.map((row) => row.seeds));
  return [
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
      drawn < known.length &&
      `${drawn} of the ${known.length} points are drawn, at random.`,
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
  const drawn = some(known, most);
  const note = noteOf({ known, drawn: drawn.length, agreed, lines, label });
  const title = "Does better reconstruction mean a more useful latent space?";
  const header = { labelFontSize: 12 };
  return panelFigure({ title, note, beside: 150 }, {
    values: toValues(drawn, agreed, lines),
    column: ["model", models, header],
    row: ["classifier", classifiers.map(classifierLabel), header],
    width: models.length > 1 ? 200 : 380,
    height: 200,
    layer: downstreamLayers(known, lines),
  });
}
