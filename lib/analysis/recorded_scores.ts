import type pl from "nodejs-polars";
import { InputError } from "../errors.ts";
import type { Classifier } from "../numbers/held_out_scores.ts";

/** How well a label of a run's test samples is told from their posterior means. */
export interface Score {
  readonly balanced_accuracy: number;
  /** NaN in folders of earlier versions. */
  readonly auc: number;
}

/** The scores of runs, for one label and classifier. */
export interface RecordedScores {
  readonly label: string;
  readonly classifier: Classifier;
  readonly byRun: ReadonlyMap<unknown, Score>;
}

/** What is measured of a classifier. */
export const MEASURES = ["balanced_accuracy", "auc"] as const;

/** From here on a score tells runs apart no more. */
export const SATURATED = 0.99;

/**
 * The scores that runs kept, in the order of labels and classifiers.
 *
 * @param downstream As `downstreamFrame` has them.
 * @throws {InputError} If no run has any.
 *
 * @example
 * ```ts
 * import pl from "nodejs-polars";
 * import { recordedScores } from "./recorded_scores.ts";
 * const [scores] = recordedScores(pl.DataFrame({
 *   run: ["a", "b"], label: ["sex", "sex"], classifier: ["knn", "knn"], balanced_accuracy: [0.5, 1], auc: [0.6, 1],
 * }));
 * if (scores!.label !== "sex" || scores!.byRun.get("a")!.auc !== 0.6) throw new Error("wrong scores");
 * ```
 */
export function recordedScores(downstream: pl.DataFrame): RecordedScores[] {
  const read = (name: string): unknown[] => downstream.getColumn(name).toArray();
  const runs = read("run"), labels = read("label"), classifiers = read("classifier");
  const [accuracies, areas] = MEASURES.map(read) as [unknown[], unknown[]];
  const found = new Map<string, RecordedScores & { readonly byRun: Map<unknown, Score> }>();
  runs.forEach((run, i) => {
    const label = String(labels[i]), classifier = classifiers[i] as Classifier;
    const key = `${classifier} ${label}`;
    if (!found.has(key)) found.set(key, { label, classifier, byRun: new Map() });
    found.get(key)!.byRun.set(run, {
      balanced_accuracy: Number(accuracies[i] ?? NaN),
      auc: Number(areas[i] ?? NaN),
    });
  });
  if (found.size > 0) return [...found.values()];
  throw new InputError(
    "Cannot report how well labels are recognized: no run has an accuracy; the data need a label with at least two classes",
  );
}
