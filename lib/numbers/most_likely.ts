import type { ClassScores } from "./one_vs_rest_auc.ts";

/** The class with the highest score of each row; of equal ones the first in the alphabet. */
export function mostLikely({ classes, values }: ClassScores): string[] {
  return Array.from({ length: values.length / classes.length }, (_, row) => {
    const own = values.subarray(row * classes.length, (row + 1) * classes.length);
    return classes[own.indexOf(Math.max(...own))]!;
  });
}
