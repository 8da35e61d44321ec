import pl from "nodejs-polars";
import { CANCER_TYPE_LABEL } from "../../data/labels_of.ts";
import type { RunOutcome } from "./outcomes.ts";
import type { LatentSummary } from "./record.ts";
import { inOrder } from "./results.ts";
import { runsMark } from "./_marks.ts";
import { writeParquet } from "./write_parquet.ts";

/** A row of {@linkcode downstreamFrame}. */
export interface DownstreamRow {
  readonly run: string;
  readonly label: string;
  readonly classifier: "knn" | "logistic";
  readonly balanced_accuracy: number;
  /** Null in folders of earlier versions, as are the classes. */
  readonly auc: number | null;
  readonly classes: number | null;
}

/**
 * How well each label of the test samples can be told from each run's posterior means: run, label, classifier ("knn": 5
 * nearest neighbours, "logistic": logistic regression), balanced_accuracy, auc (one class against the rest, mean over
 * classes) and the classes of the test split. Runs that diverged or failed have no rows, nor has a label with one class.
 */
export function downstreamFrame(records: readonly RunOutcome[]): pl.DataFrame {
  return toFrame(inOrder(records).flatMap(({ run, latent }) => latent ? rowsOf(run, latent) : []));
}

/** The same of results of earlier versions, which know balanced accuracies of cancer types alone. */
export function downstreamOfResults(results: pl.DataFrame): pl.DataFrame {
  const read = (name: string): unknown[] =>
    results.columns.includes(name) ? results.getColumn(name).toArray() : [];
  const knn = read("knn_accuracy") as (number | null)[],
    logistic = read("logistic_accuracy") as (number | null)[];
  return toFrame(
    (read("run") as string[]).flatMap((run, i) =>
      accuracyRows(run, { knn: knn[i] ?? null, logistic: logistic[i] ?? null })
    ),
  );
}

/**
 * Writes downstream.parquet: {@linkcode downstreamFrame} of a folder's records; the file is replaced whole.
 *
 * @returns The path written.
 */
export function writeDownstream(folder: string, records: readonly RunOutcome[]): string {
  const path = `${folder}/downstream.parquet`;
  writeParquet(path, downstreamFrame(records), { runs: runsMark(records) });
  return path;
}

function rowsOf(run: string, latent: LatentSummary): DownstreamRow[] {
  const { downstream, knnAccuracy, logisticAccuracy } = latent;
  return downstream?.map(({ label, classifier, balancedAccuracy, auc, classes }) => {
    return { run, label, classifier, balanced_accuracy: balancedAccuracy, auc, classes };
  }) ?? accuracyRows(run, { knn: knnAccuracy, logistic: logisticAccuracy });
}

function accuracyRows(
  run: string,
  accuracies: Readonly<Record<DownstreamRow["classifier"], number | null>>,
): DownstreamRow[] {
  return (["knn", "logistic"] as const).flatMap((classifier) => {
    const balanced_accuracy = accuracies[classifier];
    if (balanced_accuracy === null) return [];
    return [{
      run,
      label: CANCER_TYPE_LABEL,
      classifier,
      balanced_accuracy,
      auc: null,
      classes: null,
    }];
  });
}

function toFrame(rows: readonly DownstreamRow[]): pl.DataFrame {
  const column = (name: keyof DownstreamRow, type: pl.DataType) =>
    pl.Series(name, rows.map((row) => row[name]), type);
  return pl.DataFrame([
    column("run", pl.Utf8),
    column("label", pl.Utf8),
    column("classifier", pl.Utf8),
    column("balanced_accuracy", pl.Float64),
    column("auc", pl.Float64),
    column("classes", pl.Int64),
  ]);
}
