import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { dot } from "./dot.ts";

/** The leading part of X = U · S · Vᵀ. */
export interface TruncatedSvd {
  /** S, largest first; those that rounding alone could make (1e-6 of the largest) are left out. */
  readonly values: Float64Array;
  /** Y · V of other rows Y: one array per component with a score of each row. */
  scores(rows: readonly Float64Array[]): Float64Array[];
}

/**
 * The singular values and right singular vectors of a matrix, by the eigenvectors of the inner products of its rows or
 * columns, whichever are fewer: rows · columns · min(rows, columns) / 2 operations and an eigendecomposition of that
 * smaller size.
 *
 * @param rows Of the matrix, all of one length; centred for principal components.
 * @param options `components`: how many are wanted at most. @default all
 *
 * @example
 * ```ts
 * import { truncatedSvd } from "./truncated_svd.ts";
 * const rows = [[3, 0], [0, 5], [4, 0]].map((row) => Float64Array.from(row));
 * const { values, scores } = truncatedSvd(rows, { components: 1 });
 * if (Math.abs(values[0]! - 5) > 1e-12 || scores(rows).length !== 1) throw new Error("wrong decomposition");
 * ```
 */
export function truncatedSvd(
  rows: readonly Float64Array[],
  { components = Infinity }: { readonly components?: number } = {},
): TruncatedSvd {
  const columns = rows[0]?.length ?? 0, wide = columns > rows.length;
  const found = eigen(wide ? rows : transpose(rows, columns));
  const values = Float64Array.from(found.values.slice(0, components), Math.sqrt);
  const vectors = found.vectors.slice(0, components);
  const project = (others: readonly Float64Array[], directions: readonly Float64Array[]) =>
    directions.map((direction) => Float64Array.from(others, (row) => dot(row, direction)));
  const scores = (others: readonly Float64Array[]) => {
    if (!wide) return project(others, vectors);
    const scaled = vectors.map((u, k) => u.map((value) => value / values[k]!)); // V = Xᵀ · U / S
    return others.length > scaled.length
      ? project(others, scaled.map((weights) => weightedSum(rows, weights)))
      : project(project(rows, others), scaled);
  };
  return { values, scores };
}

function transpose(rows: readonly Float64Array[], columns: number): Float64Array[] {
  return Array.from(
    { length: columns },
    (_, column) => Float64Array.from(rows, (row) => row[column]!),
  );
}

/** Eigenvectors of the inner products of some vectors, largest eigenvalue first, without those of rounding alone. */
function eigen(vectors: readonly Float64Array[]): { values: number[]; vectors: Float64Array[] } {
  const n = vectors.length, products = new Matrix(n, n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const product = dot(vectors[i]!, vectors[j]!);
      products.set(i, j, product);
      products.set(j, i, product);
    }
  }
  const found = new EigenvalueDecomposition(products, { assumeSymmetric: true });
  const values = found.realEigenvalues, largest = Math.max(...values, 0);
  const order = [...values.keys()].filter((i) => values[i]! > 1e-12 * largest)
    .sort((a, b) => values[b]! - values[a]!);
  return {
    values: order.map((i) => values[i]!),
    vectors: order.map((i) => Float64Array.from(found.eigenvectorMatrix.getColumn(i))),
  };
}

function weightedSum(rows: readonly Float64Array[], weights: Float64Array): Float64Array {
  const sum = new Float64Array(rows[0]!.length);
  rows.forEach((row, i) => {
    for (let j = 0; j < sum.length; j++) sum[j]! += weights[i]! * row[j]!;
  });
  return sum;
}
