import { columnMeans, type Samples } from "./column_means.ts";

/**
 * Samples as rows of their own, less the mean of each feature.
 *
 * @param means Those to take off. @default the samples' own
 */
export function centre(samples: Samples, means = columnMeans(samples)): Float64Array[] {
  const { rows, columns, values } = samples;
  return Array.from(
    { length: rows },
    (_, row) => means.map((mean, column) => values[row * columns + column]! - mean),
  );
}
