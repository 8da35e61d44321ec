/** A row-major matrix of samples × features. */
export interface Samples {
  readonly rows: number;
  readonly columns: number;
  readonly values: ArrayLike<number>;
}

/**
 * The mean of each feature.
 *
 * @example
 * ```ts
 * import { columnMeans } from "./column_means.ts";
 * if (columnMeans({ rows: 2, columns: 2, values: [0, 5, 4, 5] }).join() !== "2,5") throw new Error("wrong means");
 * ```
 */
export function columnMeans({ rows, columns, values }: Samples): Float64Array {
  const means = new Float64Array(columns);
  for (let i = 0; i < rows * columns; i++) means[i % columns]! += values[i]! / rows;
  return means;
}
