import type pl from "nodejs-polars";
import { mean } from "../numbers/mean.ts";
import { jackknife } from "../numbers/seed_jackknife.ts";
import { REPRESENTATIONS } from "../sweep/references.ts";
import { overOf } from "./axis.ts";
import { choiceOf } from "./choice.ts";
import { configurations, nameOf } from "./configurations.ts";
import { levelColumns, type RowOf, toFrame } from "./_frame.ts";
import { groupResults } from "./group_results.ts";
import { MEASURES, type RecordedScores, recordedScores } from "./recorded_scores.ts";
import { column, readResults, type Results, type ResultsOptions } from "./results.ts";
import { bestOf } from "./tuned_scores.ts";

const COLUMNS = {
  model: "text",
  label: "text",
  classifier: "text",
  /** "balanced_accuracy" or "auc". */
  measure: "text",
  /** "raw genes", "pca", "random projection" or "untrained encoder". */
  representation: "text",
  /** Its features: as many as the chosen latent size; null for the raw genes. */
  components: "number?",
  /** The axes over which the best is sought, such as "latent_size, learning_rate, optimizer". */
  over: "text",
  /** The configuration that reconstructs best, and what it is chosen on: "validation", or "test" for earlier results. */
  best_configuration: "text",
  chosen_on: "text",
  /** Its score on the test samples and the representation's on the same splits, means over seeds. */
  model_score: "number",
  reference_score: "number",
  /** model_score − reference_score, with its 95 % interval by the jackknife over seeds; null under 3 seeds. */
  difference: "number",
  low: "number?",
  high: "number?",
  seeds: "integer",
} as const;

/** A row of {@linkcode downstreamReferences}. */
export type DownstreamReferenceRow = RowOf<
  typeof COLUMNS,
  Pick<RecordedScores, "classifier"> & {
    measure: typeof MEASURES[number];
    representation: typeof REPRESENTATIONS[number];
  }
>;

/** A score by what it is of. */
type Lookup = (...key: readonly unknown[]) => number | undefined;

function lookupOf(references: pl.DataFrame): Lookup {
  const known = new Map<string, number>();
  for (const row of references.toRecords()) {
    const { split_seed, genes = null, representation, components, label, classifier } = row;
    for (const measure of MEASURES) {
      const key = [split_seed, genes, representation, components, label, classifier, measure];
      known.set(JSON.stringify(key), Number(row[measure]));
    }
  }
  return (...key) => known.get(JSON.stringify(key));
}

/** The runs of a model's best configuration, with the split of each. */
function bestRuns(results: Results, choice: Float64Array) {
  const best = bestOf(configurations(results, choice));
  if (!best) return null;
  const rows = [...results.status.keys()].filter((run) =>
    results.axes.every((axis, i) => axis.codes[run] === best.codes[i])
  );
  return { name: nameOf(best), rows, size: Number(column(results, "latent_size")[rows[0]!]) };
}

/**
 * Is a latent space more useful than none? Each model's best configuration, chosen by its reconstruction of validation samples,
 * against raw genes, principal components, a random projection and an untrained encoder, by the same classifiers on the same
 * splits.
 *
 * @param downstream As `downstreamFrame` has them.
 * @param references Columns split_seed, representation, components, label, classifier, balanced_accuracy and auc, as
 * `writeReferences` writes them, and genes where their number varies. A split without some of them takes no part.
 * @returns One row per model, label, classifier, measure and representation ({@linkcode DownstreamReferenceRow}), and per
 * number of genes, its last column, where the sweep varies that: errors over different genes are not compared.
 * @throws {InputError} If no run has a score.
 *
 * @example
 * ```ts
 * import pl from "nodejs-polars";
 * import { downstreamReferences } from "./downstream_references.ts";
 * const results = pl.DataFrame({
 *   run: ["a", "b"], model: ["vae", "vae"], latent_size: [2, 5], seed: [0, 0], status: ["converged", "converged"],
 *   validation_mse: [0.3, 0.2], test_mse: [0.3, 0.4],
 * });
 * const of = { label: ["sex", "sex"], classifier: ["knn", "knn"] };
 * const downstream = pl.DataFrame({ run: ["a", "b"], ...of, balanced_accuracy: [0.5, 0.75], auc: [0.5, 0.875] });
 * const references = pl.DataFrame({
 *   split_seed: [0, 0], representation: ["pca", "pca"], components: [2, 5], ...of, balanced_accuracy: [1, 0.5], auc: [1, 1],
 * });
 * const [accuracy, auc] = downstreamReferences(results, downstream, { references }).toRecords();
 * if (accuracy!.difference !== 0.25 || auc!.difference !== -0.125) throw new Error("wrong differences");
 * ```
 */
export function downstreamReferences(
  results: pl.DataFrame,
  downstream: pl.DataFrame,
  { references, ...options }: ResultsOptions & { references: pl.DataFrame },
): pl.DataFrame {
  const scores = recordedScores(downstream), read = readResults(results, options);
  const choice = choiceOf(read), reference = lookupOf(references);
  const genes = read.columns.has("genes") ? ["genes"] : [], by = ["model", ...genes];
  const table = groupResults(read, by).flatMap(({ key, results, rows }) => {
    const best = bestRuns(results, Float64Array.from(rows, (row) => choice.values[row]!));
    if (!best) return []; // every run diverged or failed
    const runs = column(results, "run"), { seed } = results;
    return scores.flatMap(({ label, classifier, byRun }) =>
      MEASURES.flatMap((measure) =>
        REPRESENTATIONS.flatMap((representation) => {
          const components = representation === "raw genes" ? null : best.size;
          const pairs = [...Map.groupBy(best.rows, (run) => seed.codes[run]!)].flatMap(
            ([unit, own]) => {
              const measured = own.flatMap((run) => byRun.get(runs[run])?.[measure] ?? []);
              const data = [seed.levels[unit], key.genes ?? null],
                of = [label, classifier, measure];
              const other = reference(...data, representation, components, ...of);
              const model = mean(measured);
              return other === undefined || !Number.isFinite(model) ? [] : [{ model, other }];
            },
          );
          if (pairs.length === 0) return [];
          const over = (kept: readonly number[], side: "model" | "other") =>
            mean(kept.map((i) => pairs[i]![side]));
          const { value, interval } = jackknife(
            pairs.length,
            (kept) => over(kept, "model") - over(kept, "other"),
          );
          return [{
            ...key,
            ...{ label, classifier, measure, representation, components, over: overOf(results) },
            best_configuration: best.name,
            chosen_on: choice.chosenOn,
            model_score: over([...pairs.keys()], "model"),
            reference_score: over([...pairs.keys()], "other"),
            difference: value,
            low: interval?.low ?? null,
            high: interval?.high ?? null,
            seeds: pairs.length,
          }];
        })
      )
    );
  });
  return toFrame(table, { ...COLUMNS, ...levelColumns(genes) });
}
