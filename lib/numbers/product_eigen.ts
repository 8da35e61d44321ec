import { innerProducts, type SymmetricEigen, symmetricEigen } from "./_symmetric_eigen.ts";

/**
 * Eigenvalues and eigenvectors of the matrix of all inner products of some vectors, largest first, without those that
 * rounding alone could make (1e-12 of the largest): squared singular values, and weights of the vectors.
 */
export function productEigen(vectors: readonly Float64Array[]): SymmetricEigen {
  return symmetricEigen(innerProducts(vectors));
}
