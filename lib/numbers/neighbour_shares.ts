import type { Labelled } from "./balanced_accuracy.ts";
import type { Samples } from "./column_means.ts";
import type { ClassScores } from "./one_vs_rest_auc.ts";

/**
 * The classes' shares among the k nearest neighbours by Euclidean distance, one vote each; of equally distant neighbours
 * the earlier one.
 *
 * @param options `neighbours`: how many vote. @default 5
 * @returns The shares of each row of `test`.
 */
export function neighbourShares(
  train: Labelled,
  test: Samples,
  { neighbours = 5 }: { neighbours?: number } = {},
): ClassScores {
  const classes = [...new Set(train.labels)].sort();
  const codes = Int32Array.from(train.labels, (label) => classes.indexOf(label));
  const values = new Float64Array(test.rows * classes.length);
  for (let row = 0; row < test.rows; row++) {
    const found = nearest(train, test, row, neighbours);
    for (const i of found) values[row * classes.length + codes[i]!]! += 1 / found.length;
  }
  return { classes, values };
}

/** The nearest of `train`, nearest first: inserted one by one, since sorting all takes longer than all distances. */
function nearest(
  train: Samples,
  test: Samples,
  row: number,
  count: number,
): number[] {
  const found: number[] = [], distances: number[] = [];
  for (let other = 0; other < train.rows; other++) {
    const distance = squared(train, other, test, row);
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
