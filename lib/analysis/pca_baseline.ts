import type pl from "nodejs-polars";
import type { Dataset } from "../data/dataset.ts";
import { baselineRows } from "../sweep/baselines.ts";
import { toFrame } from "./_frame.ts";

/**
 * The baselines on the same split as the models, as a frame; see `baselineRows`.
 *
 * @param dataset Its training and test split are used.
 * @param components Numbers of components: the latent sizes of the sweep.
 * @returns A row for the mean predictor and one per number of components (`BaselineRow`).
 * @throws {InputError} If a number of components is not an integer from 1.
 *
 * @example
 * ```ts
 * import { pcaBaseline } from "./pca_baseline.ts";
 * const split = (values: number[]) => ({
 *   rows: values.length / 2, values: Float32Array.from(values), samples: [], cancerTypes: [],
 * });
 * const train = split([-1, -2, 0, 0, 1, 2]), test = split([4, 8]);
 * const frame = pcaBaseline({ genes: ["a", "b"], train, test }, [1]);
 * const [mean, line] = frame.toRecords();
 * if (mean!.test_mse !== 40 || mean!.test_r2 !== 0 || Number(line!.test_r2) < 0.999) throw new Error("wrong baseline");
 * ```
 */
export function pcaBaseline(
  dataset: Pick<Dataset, "train" | "test" | "genes">,
  components: readonly number[],
): pl.DataFrame {
  return toFrame(baselineRows(dataset, components), {
    method: "text",
    components: "integer",
    components_used: "integer",
    test_mse: "number",
    test_r2: "number",
  });
}
