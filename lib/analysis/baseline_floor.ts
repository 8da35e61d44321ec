import type pl from "nodejs-polars";
import { geometricMean } from "../numbers/geometric_mean.ts";

/** What no trained model should do worse than, averaged over the splits. */
export interface BaselineFloor {
  /** Test MSE of predicting every gene's training mean. */
  readonly meanPredictor: number;
  /** Test MSE of principal components, by their number, ascending; without those that are as many as genes: 0. */
  readonly pca: readonly { readonly components: number; readonly mse: number }[];
}

/**
 * The baselines as one number each: geometric means over the splits, as figures average the models' errors.
 *
 * @param baselines Columns components (0 for the mean predictor) and test_mse, as `writeBaselines` writes them.
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
  const components = baselines.getColumn("components").toArray() as number[];
  const errors = baselines.getColumn("test_mse").toArray() as number[];
  const found = Map.groupBy(errors.keys(), (row) => Number(components[row]));
  const all = [...found].map(([components, rows]) => ({
    components,
    mse: geometricMean(rows.map((row) => errors[row]!)),
  })).sort((a, b) => a.components - b.components);
  if (all[0]?.components !== 0) return null;
  return { meanPredictor: all[0].mse, pca: all.slice(1).filter(({ mse }) => mse > 0) };
}
