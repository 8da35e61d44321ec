import { Matrix, QrDecomposition } from "ml-matrix";
import { normal, PURPOSE, stream } from "../random.ts";
import { dot } from "./dot.ts";
import { innerProducts, symmetricEigen } from "./_symmetric_eigen.ts";
import { addWeighted, weightedSum } from "./_weighted_sum.ts";

/** Directions that are iterated beside the wanted ones, so that these converge faster. */
export const SPARE_DIRECTIONS = 8;

/** The iteration ends when no wanted singular value changed by more than this share of itself. */
const TOLERANCE = 1e-10;

/** Enough for TOLERANCE where singular values fall by a tenth from the last wanted to the last spare one. */
const MOST_ITERATIONS = 100;

/** Singular values, largest first, and the right singular vector of each. */
export interface LeadingDirections {
  readonly values: Float64Array;
  readonly vectors: readonly Float64Array[];
}

/**
 * The first singular values and vectors of X by randomized subspace iteration (Halko, Martinsson & Tropp 2011, algorithm
 * 4.4, with Rayleigh–Ritz at each turn): random directions are multiplied by Xᵀ · X until the wanted values stand still.
 * A turn takes 4 · rows · columns operations per direction.
 */
export function leadingDirections(
  rows: readonly Float64Array[],
  components: number,
): LeadingDirections {
  let basis = orthonormal(randomDirections(components + SPARE_DIRECTIONS, rows[0]!.length));
  let before = new Float64Array();
  for (let turn = 1;; turn++) {
    const images = multiply(rows, basis);
    const found = symmetricEigen(innerProducts(basis, images));
    const values = Float64Array.from(found.values.slice(0, components), Math.sqrt);
    if (turn === MOST_ITERATIONS || standStill(values, before)) {
      const vectors = found.vectors.slice(0, components);
      return { values, vectors: vectors.map((weights) => weightedSum(basis, weights)) };
    }
    [basis, before] = [orthonormal(images), values];
  }
}

function randomDirections(count: number, size: number): Float64Array[] {
  return Array.from(
    { length: count },
    (_, k) => Float64Array.from(normal([0, stream(PURPOSE.directions, k)], size)),
  );
}

/** Xᵀ · X · v of each direction v, in one pass over the rows of X. */
function multiply(
  rows: readonly Float64Array[],
  directions: readonly Float64Array[],
): Float64Array[] {
  const images = directions.map(({ length }) => new Float64Array(length));
  for (const row of rows) {
    images.forEach((image, k) => addWeighted(image, row, dot(row, directions[k]!)));
  }
  return images;
}

/** Directions that span the same; where some have no length, further ones stand for them. */
function orthonormal(directions: readonly Float64Array[]): Float64Array[] {
  const found = new QrDecomposition(new Matrix([...directions]).transpose()).orthogonalMatrix;
  return directions.map((_, k) => Float64Array.from(found.getColumn(k)));
}

function standStill(values: Float64Array, before: Float64Array): boolean {
  return values.length === before.length &&
    values.every((value, k) => Math.abs(value - before[k]!) <= TOLERANCE * value);
}
