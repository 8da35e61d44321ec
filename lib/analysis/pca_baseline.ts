import type pl from "nodejs-polars";
import type { Dataset, Split } from "../data/dataset.ts";
import { InputError } from "../errors.ts";
import { toFrame } from "./_frame.ts";
import { pcaErrors } from "../statistics/pca.ts";

/** A row of {@linkcode pcaBaseline}. */
export interface BaselineRow {
  /** "mean": every gene's training mean for every sample; "pca": the best linear reconstruction. */
  readonly method: "mean" | "pca";
  /** Components, to compare with the latent size; 0 for the mean predictor. */
  readonly components: number;
  /** Components used: fewer where training samples cannot tell as many. */
  readonly components_used: number;
  readonly test_mse: number;
  /** 1 − test_mse / the mean predictor's, as in the results. */
  readonly test_r2: number;
}

/**
 * The baselines on the same split as the models: the mean predictor, and PCA with as many components as a latent space
 * has dimensions, fitted to the training samples alone.
 *
 * @param dataset Its training and test split are used.
 * @param components Numbers of components: the latent sizes of the sweep.
 * @returns A row for the mean predictor and one per number of components ({@linkcode BaselineRow}).
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
  const wrong = components.find((count) => !Number.isInteger(count) || count < 1);
  if (wrong !== undefined) {
    throw new InputError(
      `Cannot fit ${wrong} components: a number of components is an integer from 1`,
    );
  }
  const columns = dataset.genes.length;
  const samples = ({ rows, values }: Split) => ({ rows, columns, values });
  const { errors, rank } = pcaErrors(samples(dataset.train), samples(dataset.test));
  const table = [0, ...components].map((count) => {
    const used = Math.min(count, rank), error = errors[used]!;
    return {
      method: count === 0 ? "mean" : "pca",
      components: count,
      components_used: used,
      test_mse: error,
      test_r2: 1 - error / errors[0]!,
    };
  });
  return toFrame(table, {
    method: "text",
    components: "integer",
    components_used: "integer",
    test_mse: "number",
    test_r2: "number",
  });
}
