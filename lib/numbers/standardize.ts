import { columnMeans, type Samples } from "./column_means.ts";

/**
 * Centres and scales features by the training samples alone, and others by the same numbers; a feature that does not
 * vary in training becomes 0.
 *
 * @example
 * ```ts
 * import { standardize } from "./standardize.ts";
 * const train = { rows: 2, columns: 2, values: [0, 5, 4, 5] }, test = { rows: 1, columns: 2, values: [6, 9] };
 * const scaled = standardize(train, test);
 * if (scaled.train.join() !== "-1,0,1,0" || scaled.test.join() !== "2,0") throw new Error("wrong scale");
 * ```
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
