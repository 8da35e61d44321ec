/** A row-major matrix of samples × features. */
export interface Samples {
  readonly rows: number;
  readonly columns: number;
  readonly values: ArrayLike<number>;
}

/** The mean of each feature. */
export function columnMeans({ rows, columns, values }: Samples): Float64Array {
  const means = new Float64Array(columns);
  for (let i = 0; i < rows * columns; i++) means[i % columns]! += values[i]! / rows;
  return means;
}
