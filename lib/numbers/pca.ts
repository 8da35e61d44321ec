import type { Samples } from "./column_means.ts";
import { dot } from "./dot.ts";
import type { PrincipalComponents } from "./principal_components.ts";
import { requireSamples } from "./_require_samples.ts";

/**
 * The error of reconstructing samples from the principal components of other ones, for every number of components at
 * once: the best linear model. Means and components come from the training samples only.
 *
 * @param found Of the training samples.
 * @returns Mean squared error per value with 0, 1, 2, … components, to as many as were found; entry 0 is the mean predictor's.
 * @throws {RangeError} If the sizes do not fit or there are no samples.
 *
 * @example Points on a line need one component
 * ```ts
 * import { pcaErrors } from "./pca.ts";
 * import { principalComponents } from "./principal_components.ts";
 * const found = principalComponents({ rows: 3, columns: 2, values: [0, 0, 1, 2, 2, 4] });
 * const errors = pcaErrors(found, { rows: 1, columns: 2, values: [4, 8] });
 * if (errors.length !== 2 || errors[0] !== 22.5 || errors[1]! > 1e-12) throw new Error("wrong errors");
 * ```
 */
export function pcaErrors(found: PrincipalComponents, samples: Samples): Float64Array {
  const { means } = found, { rows, columns, values } = samples;
  requireSamples(samples, means.length);
  let left = 0;
  for (let row = 0; row < rows; row++) {
    const centred = means.map((mean, column) => values[row * columns + column]! - mean);
    left += dot(centred, centred);
  }
  const errors = [
    left,
    ...found.scores(samples).map((score) => left = Math.max(0, left - dot(score, score))),
  ];
  return Float64Array.from(errors, (sum) => sum / (rows * columns));
}
