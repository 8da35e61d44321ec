import type { Samples } from "./column_means.ts";
import { dot } from "./dot.ts";
import { dotEach } from "./dot_each.ts";
import type { Products } from "./products.ts";

/** A pivot below this share of the largest squared length is rounding: of products in 64 bits, and in 32. */
const NOTHING = 1e-10, NOTHING_32 = 1e-6;

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
 * @param products Computes inner products, in 32 bits. @default in plain JavaScript, in 64
 */
export function rowSpace(train: Samples, test: Samples, products?: Products): RowSpace {
  const n = train.rows, rows = products ? [] : rowsOf(train), factor = new Float64Array(n * n);
  const row = (i: number, length: number) => factor.subarray(i * n, i * n + length);
  /** L · z = products, for its first rows. */
  const solve = (products: Float64Array, into: Float64Array, count: number) => {
    for (let j = 0; j < count; j++) {
      const pivot = factor[j * n + j]!;
      into[j] = pivot > 0 ? (products[j]! - dot(into.subarray(0, j), row(j, j))) / pivot : 0;
    }
  };
  /** Of each sample with the training samples: up to itself where it is one. */
  const productsOf = (samples: Samples, itself: boolean) => {
    const known = products && new Float64Array(products(samples, train));
    const own = products ? [] : itself ? rows : rowsOf(samples);
    return (i: number) =>
      known?.subarray(i * n, (i + 1) * n) ?? dotEach(own[i]!, rows, itself ? i + 1 : n);
  };
  const least = products ? NOTHING_32 : NOTHING, ofTrain = productsOf(train, true);
  let largest = 0;
  for (let i = 0; i < n; i++) {
    const products = ofTrain(i), place = row(i, i), square = products[i]!;
    solve(products, place, i);
    const left = square - dot(place, place);
    largest = Math.max(largest, square);
    factor[i * n + i] = left > least * largest ? Math.sqrt(left) : 0;
  }
  const found = new Float64Array(test.rows * n), ofTest = productsOf(test, false);
  for (let i = 0; i < test.rows; i++) solve(ofTest(i), found.subarray(i * n, (i + 1) * n), n);
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
