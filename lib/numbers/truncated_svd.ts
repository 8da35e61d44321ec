import { innerProducts, symmetricEigen } from "./_symmetric_eigen.ts";
import { leadingDirections, SPARE_DIRECTIONS } from "./_leading_directions.ts";
import { dot } from "./dot.ts";
import { weightedSum } from "./_weighted_sum.ts";

/** The leading part of X = U · S · Vᵀ. */
export interface TruncatedSvd {
  /** S, largest first; those that rounding alone could make (1e-6 of the largest) are left out. */
  readonly values: Float64Array;
  /** Y · V of other rows Y: one array per component with a score of each row. */
  scores(rows: readonly Float64Array[]): Float64Array[];
}

/** Of the smaller side, the largest share of directions for which iterating takes less time than the exact way. */
const FEW = 1 / 50;

/**
 * The singular values and right singular vectors of a matrix. Where few components of a large matrix are wanted (with 8
 * spare ones a fiftieth of its smaller side, so 2 components from 500 rows and columns), by randomized subspace
 * iteration, which ends when values change by less than 1e-10 of themselves, after 100 iterations at most. Else by the
 * eigenvectors of the inner products of its rows or columns, whichever are fewer: rows · columns · min(rows, columns)
 * operations and an eigendecomposition of that smaller size.
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
  const columns = rows[0]?.length ?? 0, smaller = Math.min(rows.length, columns);
  if (components + SPARE_DIRECTIONS <= FEW * smaller) {
    const { values, vectors } = leadingDirections(rows, components);
    return { values, scores: (others) => project(others, vectors) };
  }
  return columns > rows.length ? wide(rows, components) : tall(rows, components);
}

/** By the products of columns. */
function tall(rows: readonly Float64Array[], components: number): TruncatedSvd {
  const columns = Array.from(
    { length: rows[0]?.length ?? 0 },
    (_, column) => Float64Array.from(rows, (row) => row[column]!),
  );
  const { values, vectors } = leading(columns, components);
  return { values, scores: (others) => project(others, vectors) };
}

/** By the products of rows, whose eigenvectors are U. */
function wide(rows: readonly Float64Array[], components: number): TruncatedSvd {
  const { values, vectors } = leading(rows, components);
  const scaled = vectors.map((u, k) => u.map((value) => value / values[k]!)); // V = Xᵀ · U / S
  return {
    values,
    scores: (others) =>
      others.length > scaled.length
        ? project(others, scaled.map((weights) => weightedSum(rows, weights)))
        : project(project(rows, others), scaled),
  };
}

function leading(vectors: readonly Float64Array[], components: number) {
  const found = symmetricEigen(innerProducts(vectors));
  return {
    values: Float64Array.from(found.values.slice(0, components), Math.sqrt),
    vectors: found.vectors.slice(0, components),
  };
}

/** The inner products of some rows with each direction. */
function project(
  rows: readonly Float64Array[],
  directions: readonly Float64Array[],
): Float64Array[] {
  return directions.map((direction) => Float64Array.from(rows, (row) => dot(row, direction)));
}
