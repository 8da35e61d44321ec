import { permutation, PURPOSE, stream } from "../random.ts";

/**
 * Deals samples into folds of nearly equal size such that each class is spread evenly over them.
 *
 * @param options `folds` @default 5, `seed` @default 0
 * @returns The fold of each sample, from 0.
 * @throws {RangeError} If there are fewer than 2 folds.
 */
export function stratifiedFolds(
  labels: readonly string[],
  { folds = 5, seed = 0 }: { folds?: number; seed?: number } = {},
): Int32Array {
  if (!Number.isInteger(folds) || folds < 2) {
    throw new RangeError(`Cannot distribute samples over ${folds} folds: at least 2 are needed`);
  }
  // Dealing one class after the other without starting over keeps the folds' sizes within one of each other.
  const order = [...permutation([seed, stream(PURPOSE.resampling, 1)], labels.length)];
  order.sort((a, b) => labels[a]! < labels[b]! ? -1 : labels[a]! > labels[b]! ? 1 : 0);
  const result = new Int32Array(labels.length);
  order.forEach((sample, i) => result[sample] = i % folds);
  return result;
}
