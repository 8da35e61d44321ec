import type pl from "nodejs-polars";
import { geometricMean } from "../numbers/geometric_mean.ts";

/** What no trained model should do worse than, averaged over the splits and, where it varies, the number of genes. */
export interface BaselineFloor {
  /** Test MSE of predicting every gene's training mean. */
  readonly meanPredictor: number;
  /** The same over the splits alone for each number of genes; empty where that does not vary. */
  readonly ofGenes: readonly { readonly genes: number; readonly meanPredictor: number }[];
  /** Test MSE of principal components, by their number, ascending; without those that are as many as genes: 0. */
  readonly pca: readonly { readonly components: number; readonly mse: number }[];
}

/**
 * The baselines as one number each: geometric means over the splits and numbers of genes, as figures average the models' errors.
 *
 * @param baselines Columns components (0 for the mean predictor), test_mse and, where it varies, genes, as `writeBaselines`
 * writes them.
 * @returns Null if there is no mean predictor.
 *
 * @example
 * ```ts
 * import pl from "nodejs-polars";
 * import { baselineFloor } from "./baseline_floor.ts";
 * const floor = baselineFloor(pl.DataFrame({ split_seed: [0, 0, 1, 1], components: [0, 9, 0, 9], test_mse: [1, 0.2, 4, 0.8] }));
 * if (floor!.meanPredictor !== 2 || Math.abs(floor!.pca[0]!.mse - 0.4) > 1e-12) throw new Error("wrong floor");
 * ```
 */
export function baselineFloor(baselines: pl.DataFrame): BaselineFloor | null {
  const columnOf = (name: string) => baselines.getColumn(name).toArray().map(Number);
  const components = columnOf("components"), errors = columnOf("test_mse");
  const mse = (rows: readonly number[]) => geometricMean(rows.map((row) => errors[row]!));
  const found = Map.groupBy(errors.keys(), (row) => components[row]!), mean = found.get(0);
  if (!mean) return null;
  const genes = baselines.columns.includes("genes") ? columnOf("genes") : null;
  return {
    meanPredictor: mse(mean),
    ofGenes: [...genes ? Map.groupBy(mean, (row) => genes[row]!) : []].map(([genes, rows]) => ({
      genes,
      meanPredictor: mse(rows),
    })),
    pca: [...found].filter(([components]) => components > 0)
      .map(([components, rows]) => ({ components, mse: mse(rows) }))
      .filter(({ mse }) => mse > 0).sort((a, b) => a.components - b.components),
  };
}
