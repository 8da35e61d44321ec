import type pl from "nodejs-polars";
import { InputError } from "../errors.ts";
import { toFrame } from "./_frame.ts";
import { balancedAccuracy, type Classifier, type Labelled } from "../numbers/classifier.ts";
import { fitLogisticRegression, predictClass } from "../numbers/logistic_regression.ts";
import { nearestNeighbours } from "../numbers/nearest_neighbours.ts";
import { standardize } from "../numbers/standardize.ts";
import { stratifiedFolds } from "../numbers/stratified_folds.ts";

/** The posterior means of one run with the samples' cancer types, row-major samples × latent size. */
export interface RunMeans extends Labelled {
  readonly run: string;
}

/** Options of {@linkcode downstreamAccuracy}. */
export interface DownstreamOptions {
  /** Folds of the cross-validation. @default 5 */
  folds?: number;
  /** Seed of the folds. @default 0 */
  seed?: number;
  /** How many neighbours vote. @default 5 */
  neighbours?: number;
  /** L2 penalty of the logistic regression. @default 1 */
  penalty?: number;
}

/** A row of {@linkcode downstreamAccuracy}. */
export interface DownstreamRow {
  readonly run: string;
  readonly classifier: "nearest neighbours" | "logistic regression";
  /** Mean over cancer types of the share recognized, each sample judged by the fold it is not trained on. */
  readonly balanced_accuracy: number;
  /** What guessing gives: 1 / types. */
  readonly chance: number;
  readonly types: number;
  readonly samples: number;
  /** Samples left out: of type "unknown", or of a type with fewer samples than folds. */
  readonly left_out: number;
}

function pick(samples: Labelled, rows: readonly number[]): Labelled {
  const { columns } = samples, values = new Float64Array(rows.length * columns);
  rows.forEach((row, to) => {
    for (let j = 0; j < columns; j++) values[to * columns + j] = samples.values[row * columns + j]!;
  });
  return { rows: rows.length, columns, values, labels: rows.map((row) => samples.labels[row]!) };
}

/** Samples of types that can be cross-validated. */
function usable(samples: Labelled, folds: number): Labelled {
  const counts = new Map<string, number>();
  for (const label of samples.labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  const rows = [...samples.labels.keys()].filter((row) => {
    const label = samples.labels[row]!;
    return label !== "unknown" && counts.get(label)! >= folds;
  });
  return pick(samples, rows);
}

function crossValidate(samples: Labelled, folds: Int32Array, classify: Classifier): number {
  const predicted: string[] = [];
  for (let fold = 0; fold <= Math.max(...folds); fold++) {
    const rows = [...folds.keys()], held = rows.filter((row) => folds[row] === fold);
    const train = pick(samples, rows.filter((row) => folds[row] !== fold));
    const found = classify(train, pick(samples, held));
    held.forEach((row, i) => predicted[row] = found[i]!);
  }
  return balancedAccuracy(samples.labels, predicted);
}

/**
 * How well the cancer type can be told from the posterior means, by stratified cross-validation: k nearest neighbours as
 * they are, and multinomial logistic regression on features standardized by each training fold.
 *
 * @param latents Best of samples no model was trained on. The folds are the same for every run with the same samples.
 * @returns Two rows per run, one per classifier ({@linkcode DownstreamRow}).
 * @throws {InputError} If fewer than two types have as many samples as there are folds.
 *
 * @example
 * ```ts
 * import { downstreamAccuracy } from "./downstream_accuracy.ts";
 * const labels = Array.from({ length: 20 }, (_, i) => i < 10 ? "BRCA" : "LAML");
 * const values = labels.map((label, i) => (label === "BRCA" ? 0 : 9) + i / 100);
 * const rows = downstreamAccuracy([{ run: "a", rows: 20, columns: 1, values, labels }]).toRecords();
 * if (rows.some((row) => row.balanced_accuracy !== 1 || row.chance !== 0.5)) throw new Error("separable types");
 * ```
 */
export function downstreamAccuracy(
  latents: readonly RunMeans[],
  options: DownstreamOptions = {},
): pl.DataFrame {
  const { folds = 5, seed = 0, neighbours = 5, penalty = 1 } = options;
  const classifiers: Record<DownstreamRow["classifier"], Classifier> = {
    "nearest neighbours": (train, test) => nearestNeighbours(train, test, { neighbours }),
    "logistic regression": (train, test) => {
      const scaled = standardize(train, test);
      const fit = fitLogisticRegression({ ...train, values: scaled.train }, { penalty });
      return predictClass(fit, { ...test, values: scaled.test });
    },
  };
  const table = latents.flatMap((latent) => {
    const samples = usable(latent, folds), types = new Set(samples.labels).size;
    if (types < 2) {
      throw new InputError(
        `Cannot tell cancer types apart in run ${latent.run}: ${types} types have ${folds} samples or more, it takes 2`,
      );
    }
    const dealt = stratifiedFolds(samples.labels, { folds, seed });
    return Object.entries(classifiers).map(([classifier, classify]) => ({
      run: latent.run,
      classifier,
      balanced_accuracy: crossValidate(samples, dealt, classify),
      chance: 1 / types,
      types,
      samples: samples.rows,
      left_out: latent.rows - samples.rows,
    }));
  });
  return toFrame(table, {
    run: "text",
    classifier: "text",
    balanced_accuracy: "number",
    chance: "number",
    types: "integer",
    samples: "integer",
    left_out: "integer",
  });
}
