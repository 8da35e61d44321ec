import { centre } from "./centre.ts";
import { columnMeans, type Samples } from "./column_means.ts";
import { dot } from "./dot.ts";
import { truncatedSvd } from "./truncated_svd.ts";

/** Squared error that principal components leave on other samples. */
export interface PcaErrors {
  /** Mean squared error per value with 0, 1, 2, … components; entry 0 is the mean predictor's. */
  readonly errors: Float64Array;
  /** Components that training data can tell, at most those asked for; entries beyond equal the last. */
  readonly rank: number;
}

/**
 * The error of reconstructing samples from the principal components of other ones, for every number of components at
 * once: the best linear model. Means and components come from the training samples only.
 *
 * @param options `components`: the largest number of them that is of interest. @default all
 * @throws {RangeError} If the sizes do not fit or there are no samples.
 *
 * @example Points on a line need one component
 * ```ts
 * import { pcaErrors } from "./pca.ts";
 * const train = { rows: 3, columns: 2, values: [0, 0, 1, 2, 2, 4] };
 * const { errors, rank } = pcaErrors(train, { rows: 1, columns: 2, values: [4, 8] });
 * if (rank !== 1 || errors[0] !== 22.5 || errors[1]! > 1e-12) throw new Error("wrong errors");
 * ```
 */
export function pcaErrors(
  train: Samples,
  other: Samples,
  options: { readonly components?: number } = {},
): PcaErrors {
  const { columns } = train;
  for (const { rows, columns: own, values } of [train, other]) {
    if (rows > 0 && own === columns && values.length === rows * columns) continue;
    throw new RangeError(
      `Cannot compare ${values.length} values of ${rows} × ${own} samples over ${columns} features: ` +
        "it needs a sample and a value for each feature",
    );
  }
  const means = columnMeans(train), centred = centre(other, means);
  const scores = truncatedSvd(centre(train, means), options).scores(centred);
  let left = centred.reduce((sum, row) => sum + dot(row, row), 0);
  const errors = [left, ...scores.map((score) => left = Math.max(0, left - dot(score, score)))];
  return {
    errors: Float64Array.from(errors, (sum) => sum / (other.rows * columns)),
    rank: scores.length,
  };
}
