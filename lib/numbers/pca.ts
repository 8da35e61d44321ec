import { EigenvalueDecomposition, Matrix } from "ml-matrix";

/** A row-major matrix of samples × features. */
export interface Samples {
  readonly rows: number;
  readonly columns: number;
  readonly values: ArrayLike<number>;
}

/** Squared error that principal components leave on other samples. */
export interface PcaErrors {
  /** Mean squared error per value with 0, 1, 2, … components; entry 0 is the mean predictor's. */
  readonly errors: Float64Array;
  /** Components that training data can tell; entries beyond equal the last. */
  readonly rank: number;
}

function centre({ rows, columns, values }: Samples, means: Float64Array): Float64Array[] {
  return Array.from(
    { length: rows },
    (_, row) => means.map((mean, column) => values[row * columns + column]! - mean),
  );
}

function columnMeans({ rows, columns, values }: Samples): Float64Array {
  const means = new Float64Array(columns);
  for (let i = 0; i < rows * columns; i++) means[i % columns]! += values[i]!;
  return means.map((sum) => sum / rows);
}

/** Inner product; four sums let the processor work on four products at once. */
function dot(a: Float64Array, b: Float64Array): number {
  let s0 = 0, s1 = 0, s2 = 0, s3 = 0, i = 0;
  for (; i + 3 < a.length; i += 4) {
    s0 += a[i]! * b[i]!;
    s1 += a[i + 1]! * b[i + 1]!;
    s2 += a[i + 2]! * b[i + 2]!;
    s3 += a[i + 3]! * b[i + 3]!;
  }
  for (; i < a.length; i++) s0 += a[i]! * b[i]!;
  return s0 + s1 + s2 + s3;
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

/** The scores of other samples on each component: their rows in whichever of the two spaces is smaller. */
function scores(train: readonly Float64Array[], other: readonly Float64Array[], columns: number) {
  if (columns <= train.length) {
    const { vectors } = eigen(transpose(train, columns));
    return vectors.map((vector) => Float64Array.from(other, (row) => dot(row, vector)));
  }
  // With X = U·S·Vᵀ a sample's score x·V is (x·Xᵀ)·U / S: no component is ever written out over all features.
  const { values, vectors } = eigen(train);
  const products = other.map((row) => Float64Array.from(train, (sample) => dot(row, sample)));
  return vectors.map((vector, k) =>
    Float64Array.from(products, (product) => dot(product, vector) / Math.sqrt(values[k]!))
  );
}

/**
 * The error of reconstructing samples from the principal components of other ones, for every number of components at
 * once: the best linear answer. Means and components come from the training samples alone.
 *
 * Costs about rows² × columns operations and an eigendecomposition of the smaller of rows and columns.
 *
 * @throws {RangeError} If the sizes do not fit or there are no samples.
 *
 * @example Points on a line need one component
 * ```ts
 * import { pcaErrors } from "./pca.ts";
 * const train = { rows: 3, columns: 2, values: [0, 0, 1, 2, 2, 4] };
 * const { errors, rank } = pcaErrors(train, { rows: 1, columns: 2, values: [4, 8] });
 * if (rank !== 1 || errors[0] !== 22.5 || errors[1]! > 1e-12) throw new Error("wrong errors");
 * ```
 */
export function pcaErrors(train: Samples, other: Samples): PcaErrors {
  const { columns } = train;
  for (const { rows, columns: own, values } of [train, other]) {
    if (rows > 0 && own === columns && values.length === rows * columns) continue;
    throw new RangeError(
      `Cannot compare ${values.length} values of ${rows} × ${own} samples over ${columns} features: ` +
        "it takes a sample and a value for each feature",
    );
  }
  const means = columnMeans(train), centred = centre(other, means);
  const found = scores(centre(train, means), centred, columns);
  const total = centred.reduce((sum, row) => sum + dot(row, row), 0);
  const errors = new Float64Array(found.length + 1);
  let left = errors[0] = total;
  found.forEach((score, k) => errors[k + 1] = left = Math.max(0, left - dot(score, score)));
  return { errors: errors.map((sum) => sum / (other.rows * columns)), rank: found.length };
}
