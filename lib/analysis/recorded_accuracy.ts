import type pl from "nodejs-polars";
import { InputError } from "../errors.ts";
import { toFrame } from "./_frame.ts";

/** The classifiers whose balanced accuracy a run's record has, by its column. */
export const ACCURACIES = {
  knn_accuracy: "nearest neighbours",
  logistic_accuracy: "logistic regression",
} as const;

/** One of {@linkcode ACCURACIES}. */
export type ClassifierName = typeof ACCURACIES[keyof typeof ACCURACIES];

/**
 * The balanced accuracies that runs' records hold, as `heldOutAccuracy` measured them: a row per run and
 * classifier, none for a run without one.
 *
 * @throws {InputError} If no run has one.
 *
 * @example
 * ```ts
 * import pl from "nodejs-polars";
 * import { recordedAccuracy } from "./recorded_accuracy.ts";
 * const frame = recordedAccuracy(pl.DataFrame({ run: ["a", "b"], knn_accuracy: [0.5, null], logistic_accuracy: [0.6, null] }));
 * if (frame.height !== 2 || frame.getColumn("balanced_accuracy").sum() !== 1.1) throw new Error("two accuracies");
 * ```
 */
export function recordedAccuracy(results: pl.DataFrame): pl.DataFrame {
  const runs = results.getColumn("run").toArray();
  const rows = Object.entries(ACCURACIES).flatMap(([name, classifier]) => {
    const values = results.columns.includes(name) ? results.getColumn(name).toArray() : [];
    return values.flatMap((balanced_accuracy, i) =>
      balanced_accuracy === null ? [] : [{ run: runs[i], classifier, balanced_accuracy }]
    );
  });
  if (rows.length > 0) {
    return toFrame(rows, { run: "text", classifier: "text", balanced_accuracy: "number" });
  }
  throw new InputError(
    "Cannot report how well cancer types are recognized: no run has an accuracy; the data need at least two types",
  );
}
