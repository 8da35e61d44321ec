import type { Labelled } from "./balanced_accuracy.ts";
import type { Samples } from "./column_means.ts";

/**
 * k nearest neighbours by Euclidean distance, one vote each; of equally frequent classes the first in the alphabet, of
 * equally distant neighbours the earlier one.
 *
 * @param options `neighbours`: how many vote. @default 5
 * @returns The class of each row of `test`.
 */
export function nearestNeighbours(
  train: Labelled,
  test: Samples,
  { neighbours = 5 }: { neighbours?: number } = {},
): string[] {
  return Array.from({ length: test.rows }, (_, row) => {
    const votes = new Map<string, number>();
    for (const i of nearest(train, test, row, neighbours)) {
      votes.set(train.labels[i]!, (votes.get(train.labels[i]!) ?? 0) + 1);
    }
    return [...votes].reduce((best, vote) =>
      vote[1] > best[1] || (vote[1] === best[1] && vote[0] < best[0]) ? vote : best
    )[0];
  });
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
