import pl from "nodejs-polars";
import { InputError } from "../errors.ts";

/** Errors by run and cancer type, and what could not be compared. */
export interface CancerTypeErrors {
  /** Columns run, cancer_type, mse and mean_predictor_mse: what `cancerTypeSensitivity` takes. */
  readonly errors: pl.DataFrame;
  /** Types that some run has no test sample of, as splits differ between seeds. */
  readonly leftOut: readonly string[];
}

const NO_TYPE = "Cannot compare cancer types: no cancer type has test samples in every run";

/**
 * The error of each cancer type under each run: means over the test samples of that type. Samples of unknown type are left
 * out, and so are types that some run's test split has no sample of.
 *
 * @param samples Columns run, cancer_type, mse and mean_predictor_mse, a row per run and test sample, as `samplesFrame`
 * has them. A sample without a finite error leaves its type without one in that run.
 * @throws {InputError} If no type is left.
 *
 * @example
 * ```ts
 * import pl from "nodejs-polars";
 * import { cancerTypeErrors } from "./cancer_type_errors.ts";
 * const samples = pl.DataFrame({
 *   run: ["a", "a", "a", "b"], cancer_type: ["BRCA", "BRCA", "LAML", "BRCA"], mse: [1, 3, 9, 4],
 *   mean_predictor_mse: [1, 1, 1, 1],
 * });
 * const { errors, leftOut } = cancerTypeErrors(samples);
 * if (leftOut.join() !== "LAML" || errors.getColumn("mse").sum() !== 6) throw new Error("wrong errors");
 * ```
 */
export function cancerTypeErrors(samples: pl.DataFrame): CancerTypeErrors {
  // Type by type: groups of millions of samples by both take more room than the samples.
  const types = samples.getColumn("cancer_type").unique().toArray() as (string | null)[];
  const parts = types.filter((type) => type !== null && type !== "unknown").map((type) =>
    samples.lazy().filter(pl.col("cancer_type").eq(pl.lit(type))).groupBy("run").agg(
      pl.col("cancer_type").first().alias("cancer_type"),
      pl.col("mse").mean().alias("mse"),
      pl.col("mse").nullCount().alias("missing"),
      pl.col("mean_predictor_mse").mean().alias("mean_predictor_mse"),
    ).collectSync()
  );
  if (parts.length === 0) throw new InputError(NO_TYPE);
  const grouped = pl.concat(parts, { how: "vertical" }).sort(["run", "cancer_type"]);
  const runs = samples.getColumn("run").nUnique();
  const counts = new Map<string, number>();
  const missing = grouped.getColumn("missing").toArray() as number[];
  (grouped.getColumn("cancer_type").toArray() as string[]).forEach((type, row) =>
    counts.set(type, (counts.get(type) ?? 0) + Number(missing[row] === 0))
  );
  const whole = [...counts].filter(([, count]) => count === runs).map(([type]) => type);
  if (whole.length === 0) throw new InputError(NO_TYPE);
  return {
    errors: grouped.filter(pl.col("cancer_type").isIn(whole))
      .select("run", "cancer_type", "mse", "mean_predictor_mse"),
    leftOut: [...counts.keys()].filter((type) => !whole.includes(type)).sort(),
  };
}
