import { mean } from "./mean.ts";
import { ranks } from "./ranks.ts";

/** How much each class is favoured for each row: row-major rows × classes, each row summing to 1. */
export interface ClassScores {
  /** In alphabetical order. */
  readonly classes: readonly string[];
  readonly values: Float64Array;
}

/**
 * Area under the receiver operating characteristic, each class against all others, averaged over the classes with equal
 * weights (one against rest, macro-averaged; Fawcett 2006. Hand & Till's M averages over pairs of classes instead). The area
 * of a class is the probability that one of its samples has a higher score for it than a sample of another class; ties count
 * half. Guessing gives 0.5, whatever the classes' sizes.
 *
 * @param actual The class of each row. A class that the scores do not know has a score of 0 everywhere, so an area of 0.5.
 * @returns NaN if there are fewer than two classes.
 * @throws {RangeError} If there is not one row of scores for each label.
 *
 * @example
 * ```ts
 * import { oneVsRestAuc } from "./one_vs_rest_auc.ts";
 * const scores = { classes: ["a", "b"], values: Float64Array.of(0.9, 0.1, 0.4, 0.6, 0.4, 0.6, 0.2, 0.8) };
 * if (oneVsRestAuc(["a", "a", "b", "b"], scores) !== 0.875) throw new Error("a tie counts half");
 * ```
 */
export function oneVsRestAuc(
  actual: readonly string[],
  { classes, values }: ClassScores,
): number {
  if (values.length !== actual.length * classes.length) {
    throw new RangeError(
      `Cannot judge ${values.length} scores of ${classes.length} classes for ${actual.length} labels`,
    );
  }
  const present = [...new Set(actual)];
  if (present.length < 2) return NaN;
  return mean(present.map((name) => {
    const at = classes.indexOf(name);
    if (at < 0) return 0.5;
    const own = Float64Array.from(actual, (_, row) => values[row * classes.length + at]!);
    return areaOf(own, actual.map((label) => label === name));
  }));
}

/** By the sum of the positives' ranks, as Mann & Whitney's U. */
function areaOf(scores: Float64Array, isPositive: readonly boolean[]): number {
  const ranked = ranks(scores);
  let positives = 0, sum = 0;
  isPositive.forEach((positive, row) => {
    if (!positive) return;
    positives++;
    sum += ranked[row]!;
  });
  return (sum - positives * (positives + 1) / 2) / (positives * (scores.length - positives));
}
