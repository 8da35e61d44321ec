import { columnMeans, type Samples } from "./column_means.ts";

/**
 * Samples as rows of their own, less the mean of each feature.
 *
 * @param means Those to take off. @default the samples' own
 *
 * @example
 * ```ts
 * import { centre } from "./centre.ts";
 * const rows = centre({ rows: 2, columns: 2, values: [0, 5, 4, 5] });
 * if (rows.join(" ") !== "-2,0 2,0") throw new Error("not centred");
 * ```
 */
export function centre(samples: Samples, means = columnMeans(samples)): Float64Array[] {
  const { rows, columns, values } = samples;
  return Array.from(
    { length: rows },
    (_, row) => means.map((mean, column) => values[row * columns + column]! - mean),
  );
}
