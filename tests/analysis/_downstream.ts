import pl from "nodejs-polars";
import text from "../fixtures/downstream.json" with { type: "text" };
import type { AgreementRow, DownstreamReferenceRow } from "../../lib/analysis/mod.ts";

type Columns = Readonly<Record<string, readonly (string | number | null)[]>>;

/** What make_downstream.py wrote. */
const REFERENCE: {
  readonly runs: Columns;
  readonly downstream: Columns;
  readonly references: Columns;
  readonly agreement: readonly (AgreementRow & { readonly model: string })[];
  readonly compared: readonly DownstreamReferenceRow[];
} = JSON.parse(text);

const toFrame = (columns: Columns) =>
  pl.DataFrame(
    Object.entries(columns).map(([name, values]) => {
      const words = values.some((value) => typeof value === "string");
      return pl.Series(name, [...values], words ? pl.Utf8 : pl.Float64);
    }),
  );

export const RESULTS = toFrame(REFERENCE.runs), DOWNSTREAM = toFrame(REFERENCE.downstream);
export const REFERENCES = toFrame(REFERENCE.references);
export const { agreement: AGREEMENT, compared: COMPARED } = REFERENCE;

/** Scores of one label by nearest neighbours, one per run. */
export function knnScores(runs: readonly string[], accuracies: readonly number[]): pl.DataFrame {
  return pl.DataFrame([
    pl.Series("run", runs, pl.Utf8),
    pl.Series("label", runs.map(() => "cancer_type"), pl.Utf8),
    pl.Series("classifier", runs.map(() => "knn"), pl.Utf8),
    pl.Series("balanced_accuracy", accuracies, pl.Float64),
    pl.Series("auc", runs.map(() => null), pl.Float64),
  ]);
}
