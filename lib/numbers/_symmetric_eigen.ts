import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { dotEach } from "./dot_each.ts";

/** What belongs together at one index, largest eigenvalue first. */
export interface SymmetricEigen {
  readonly values: readonly number[];
  readonly vectors: readonly Float64Array[];
}

/** Eigenvectors of a symmetric matrix, without those that rounding alone could make: 1e-12 of the largest. */
export function symmetricEigen(matrix: Matrix): SymmetricEigen {
  const found = new EigenvalueDecomposition(matrix, { assumeSymmetric: true });
  const values = found.realEigenvalues, largest = Math.max(...values, 0);
  const order = [...values.keys()].filter((i) => values[i]! > 1e-12 * largest)
    .sort((a, b) => values[b]! - values[a]!);
  return {
    values: order.map((i) => values[i]!),
    vectors: order.map((i) => Float64Array.from(found.eigenvectorMatrix.getColumn(i))),
  };
}

/** The inner products of each of some vectors with each of others, which have to be symmetric. */
export function innerProducts(
  vectors: readonly Float64Array[],
  others: readonly Float64Array[] = vectors,
): Matrix {
  const n = vectors.length, products = new Matrix(n, n);
  for (let i = 0; i < n; i++) {
    dotEach(vectors[i]!, others, i + 1).forEach((product, j) => {
      products.set(i, j, product);
      products.set(j, i, product);
    });
  }
  return products;
}
