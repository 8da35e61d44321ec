import { normal, PURPOSE, stream } from "../random.ts";

/** A row-major matrix of samples × features. */
export interface Points {
  readonly rows: number;
  readonly columns: number;
  readonly values: ArrayLike<number>;
}

/** Samples in the plane that shows most of their variance. */
export interface Coordinates {
  /** Score on each component, one per row. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Shares of the total variance of the two components. */
  readonly shares: readonly [number, number];
}

/** Directions that are iterated beside the two wanted ones: they make it converge sooner. */
const SPARE = 6;
const ITERATIONS = 12;

/**
 * The first two principal components' scores of some samples, by subspace iteration from a seeded start
 * (Halko, Martinsson & Tropp 2011): about 200 × rows × columns operations, however large the matrix is.
 *
 * The sign of a component is such that its score of largest size is positive.
 *
 * @throws {RangeError} If there are fewer than 2 rows or columns, or values do not fit the sizes.
 *
 * @example Points on a line have all their variance on the first component
 * ```ts
 * import { principalCoordinates } from "./principal_coordinates.ts";
 * const { x, shares } = principalCoordinates({ rows: 3, columns: 2, values: [0, 0, 3, 4, 12, 16] });
 * if (Math.abs(x[2]! - 35 / 3) > 1e-9 || Math.abs(shares[0] - 1) > 1e-9) throw new Error("not on a line");
 * ```
 */
export function principalCoordinates({ rows, columns, values }: Points): Coordinates {
  if (rows < 2 || columns < 2 || values.length !== rows * columns) {
    throw new RangeError(`Cannot bring ${values.length} values of ${rows} × ${columns} to a plane`);
  }
  const centred = centre(values, rows, columns);
  const count = Math.min(2 + SPARE, rows, columns);
  let basis: Float64Array[] = Array.from(
    { length: count },
    (_, k) => Float64Array.from(normal([0, stream(PURPOSE.resampling, k)], columns)),
  );
  for (let i = 0; i < ITERATIONS; i++) {
    orthonormalize(basis);
    basis = multiplyTransposed(centred, multiply(centred, basis, columns), columns);
  }
  orthonormalize(basis);
  return leading(multiply(centred, basis, columns), centred);
}

function centre(values: ArrayLike<number>, rows: number, columns: number): Float64Array {
  const means = new Float64Array(columns), centred = new Float64Array(rows * columns);
  for (let i = 0; i < centred.length; i++) means[i % columns]! += values[i]! / rows;
  for (let i = 0; i < centred.length; i++) centred[i] = values[i]! - means[i % columns]!;
  return centred;
}

/** Gram–Schmidt, twice for numerical orthogonality; a direction without length becomes zero. */
function orthonormalize(basis: readonly Float64Array[]): void {
  for (let k = 0; k < basis.length; k++) {
    const own = basis[k]!, before = Math.sqrt(dot(own, own));
    for (let pass = 0; pass < 2; pass++) {
      for (let j = 0; j < k; j++) addScaled(own, basis[j]!, -dot(own, basis[j]!));
    }
    const length = Math.sqrt(dot(own, own));
    const scale = length > 1e-12 * before ? 1 / length : 0;
    for (let i = 0; i < own.length; i++) own[i]! *= scale;
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function addScaled(to: Float64Array, from: Float64Array, factor: number): void {
  for (let i = 0; i < to.length; i++) to[i]! += factor * from[i]!;
}

/** X·v of each direction v. */
function multiply(
  x: Float64Array,
  basis: readonly Float64Array[],
  columns: number,
): Float64Array[] {
  const rows = x.length / columns;
  return basis.map((vector) =>
    Float64Array.from(
      { length: rows },
      (_, row) => dot(x.subarray(row * columns, (row + 1) * columns), vector),
    )
  );
}

/** Xᵀ·u of each vector of scores u. */
function multiplyTransposed(
  x: Float64Array,
  scores: readonly Float64Array[],
  columns: number,
): Float64Array[] {
  return scores.map((score) => {
    const sum = new Float64Array(columns);
    score.forEach((value, row) =>
      addScaled(sum, x.subarray(row * columns, (row + 1) * columns), value)
    );
    return sum;
  });
}

/** The two directions of most variance within the scores' space, by Jacobi rotations of their products. */
function leading(scores: Float64Array[], centred: Float64Array): Coordinates {
  for (let sweep = 0; sweep < 30; sweep++) {
    for (let i = 0; i < scores.length; i++) {
      for (let j = i + 1; j < scores.length; j++) rotate(scores[i]!, scores[j]!);
    }
  }
  const total = dot(centred, centred);
  const sorted = scores.map((score) => ({ score, variance: dot(score, score) }))
    .sort((a, b) => b.variance - a.variance);
  const [first, second] = [sorted[0]!, sorted[1]!];
  const share = (variance: number) => total > 0 ? variance / total : 0;
  return {
    x: signed(first.score),
    y: signed(second.score),
    shares: [share(first.variance), share(second.variance)],
  };
}

/** Turns two score vectors in their plane so that they are orthogonal (one-sided Jacobi). */
function rotate(a: Float64Array, b: Float64Array): void {
  const aa = dot(a, a), bb = dot(b, b), ab = dot(a, b);
  if (Math.abs(ab) <= 1e-15 * Math.sqrt(aa * bb) || ab === 0) return;
  const zeta = (bb - aa) / (2 * ab);
  const t = Math.sign(zeta || 1) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
  const c = 1 / Math.sqrt(1 + t * t), s = c * t;
  for (let i = 0; i < a.length; i++) {
    const first = a[i]!, second = b[i]!;
    a[i] = c * first - s * second;
    b[i] = s * first + c * second;
  }
}

function signed(score: Float64Array): Float64Array {
  const largest = score.reduce((best, value) => Math.abs(value) > Math.abs(best) ? value : best, 0);
  return largest < 0 ? score.map((value) => -value) : score;
}
