import type { DownstreamPointRow } from "../analysis/downstream_points.ts";
import { extent } from "../numbers/extent.ts";
import { mean } from "../numbers/mean.ts";
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
import { cornerLabel, DASHES, partOf } from "./_marks.ts";
import { labelOf } from "./labels.ts";
import { COLORS } from "./theme.ts";

/** How much higher than its points a panel is, for four lines of text. */
const ROOM = 0.48;

/** The representations of `writeReferences` as a legend names them, and their dashes. */
const REFERENCES = {
  "raw genes": { label: "Raw genes", dash: [1, 0] },
  "pca": { label: "PCA", dash: [7, 3] },
  "random projection": { label: "Random projection", dash: [2, 3] },
  "untrained encoder": { label: "Untrained encoder", dash: [8, 3, 2, 3] },
} as const;

/** The mean over splits of each representation at its largest size, of the most genes. */
export function referenceLines(all: readonly ReferenceRow[]) {
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

/** A line of what a representation without a trained model reaches. */
export type Line = ReturnType<typeof referenceLines>[number];

/** The lines, the points and the text of each panel. */
export function downstreamLayers(points: readonly DownstreamPointRow[], lines: readonly Line[]) {
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
