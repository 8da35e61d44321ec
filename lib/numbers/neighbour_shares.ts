import type { Labelled } from "./balanced_accuracy.ts";
import type { Samples } from "./column_means.ts";
import type { ClassScores } from "./one_vs_rest_auc.ts";
import type { Products } from "./products.ts";

/**
 * The classes' shares among the k nearest neighbours by Euclidean distance, one vote each; of equally distant neighbours
 * the earlier one.
 *
 * @param options `neighbours`: how many vote. @default 5 `products`: computes inner products, from which distances follow.
 * @default the differences of each two are squared
 * @returns The shares of each row of `test`.
 */
export function neighbourShares(
  train: Labelled,
  test: Samples,
  { neighbours = 5, products }: { neighbours?: number; products?: Products } = {},
): ClassScores {
  const classes = [...new Set(train.labels)].sort();
  const codes = Int32Array.from(train.labels, (label) => classes.indexOf(label));
  const values = new Float64Array(test.rows * classes.length);
  const distance = products
    ? byProducts(train, test, products)
    : (other: number, row: number) => squared(train, other, test, row);
  for (let row = 0; row < test.rows; row++) {
    const found = nearest(train.rows, (other) => distance(other, row), neighbours);
    for (const i of found) values[row * classes.length + codes[i]!]! += 1 / found.length;
  }
  return { classes, values };
}

/** Squared distances of each two: ‖a‖² + ‖b‖² − 2 a·b. */
function byProducts(train: Samples, test: Samples, products: Products) {
  const found = products(test, train), squares = [train, test].map(squaresOf);
  return (other: number, row: number) =>
    squares[0]![other]! + squares[1]![row]! - 2 * found[row * train.rows + other]!;
}

function squaresOf({ rows, columns, values }: Samples): Float64Array {
  const squares = new Float64Array(rows);
  for (let i = 0; i < rows * columns; i++) squares[Math.floor(i / columns)]! += values[i]! ** 2;
  return squares;
}

/** The nearest training samples, nearest first: inserted one by one, since sorting all takes longer than all distances. */
function nearest(
  rows: number,
  distanceOf: (other: number) => number,
  count: number,
): number[] {
  const found: number[] = [], distances: number[] = [];
  for (let other = 0; other < rows; other++) {
    const distance = distanceOf(other);
    let place = found.length;
    while (place > 0 && distances[place - 1]! > distance) place--;
    if (place === count) continue;
    found.splice(place, 0, other);
    distances.splice(place, 0, distance);
    if (found.length > count) found.pop(), distances.pop();
  }
  return found;
}

function squared(
  a: Samples,
  i: number,
  b: Samples,
  j: number,
): number {
  let sum = 0;
  for (let column = 0; column < a.columns; column++) {
    const difference = a.values[i * a.columns + column]! - b.values[j * a.columns + column]!;
    sum += difference * difference;
  }
  return sum;
}
