import { columnMeans, type Samples } from "./column_means.ts";

/**
 * Centres and scales features by the training samples alone, and others by the same numbers; a feature that does not
 * vary in training becomes 0.
 */
export function standardize(
  train: Samples,
  test: Samples,
): { readonly train: Float64Array; readonly test: Float64Array } {
  const { rows, columns, values } = train;
  const mean = columnMeans(train), squares = new Float64Array(columns);
  for (let i = 0; i < rows * columns; i++) {
    squares[i % columns]! += (values[i]! - mean[i % columns]!) ** 2 / rows;
  }
  const scale = squares.map((variance) => variance > 1e-12 ? 1 / Math.sqrt(variance) : 0);
  const apply = (values: ArrayLike<number>) =>
    Float64Array.from(values, (value, i) => (value - mean[i % columns]!) * scale[i % columns]!);
  return { train: apply(values), test: apply(test.values) };
}
