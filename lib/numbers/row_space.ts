import type { Samples } from "./column_means.ts";
import { dot } from "./dot.ts";

/** What of a pivot is left is rounding: a share of the largest squared length. */
const NOTHING = 1e-10;

/** Training samples and others, with as many features as there are training samples. */
export interface RowSpace {
  readonly train: Samples;
  readonly test: Samples;
}

/**
 * The same samples with as many features as there are training samples, for models that see samples by their inner products
 * with training samples alone: a penalty on ‖w‖² leaves w within the training samples' span (Wahba 1990's representer
 * theorem), so that a linear model fitted to these coordinates predicts what one fitted to all features does, exactly.
 *
 * X · Xᵀ = L · Lᵀ by Cholesky's decomposition; the training samples' coordinates are the rows of L, those of another sample y
 * solve L · z = X · y. Samples that depend on earlier ones get no direction of their own.
 *
 * @param train Takes rows² · columns / 2 operations.
 */
export function rowSpace(train: Samples, test: Samples): RowSpace {
  const n = train.rows, rows = rowsOf(train), factor = new Float64Array(n * n);
  const squares = rows.map((row) => dot(row, row));
  const least = NOTHING * squares.reduce((most, square) => Math.max(most, square), 0);
  const row = (i: number, length: number) => factor.subarray(i * n, i * n + length);
  const solve = (products: (j: number) => number, into: Float64Array, count: number) => {
    for (let j = 0; j < count; j++) {
      const pivot = factor[j * n + j]!, left = products(j) - dot(into.subarray(0, j), row(j, j));
      into[j] = pivot > 0 ? left / pivot : 0;
    }
  };
  rows.forEach((own, i) => {
    const place = row(i, i);
    solve((j) => dot(own, rows[j]!), place, i);
    const left = squares[i]! - dot(place, place);
    factor[i * n + i] = left > least ? Math.sqrt(left) : 0;
  });
  const found = new Float64Array(test.rows * n);
  rowsOf(test).forEach((own, i) =>
    solve((j) => dot(own, rows[j]!), found.subarray(i * n, (i + 1) * n), n)
  );
  return {
    train: { rows: n, columns: n, values: factor },
    test: { rows: test.rows, columns: n, values: found },
  };
}

function rowsOf({ rows, columns, values }: Samples): Float64Array[] {
  return Array.from(
    { length: rows },
    (_, row) => Float64Array.from({ length: columns }, (_, j) => values[row * columns + j]!),
  );
}
