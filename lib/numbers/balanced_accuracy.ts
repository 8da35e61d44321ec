import type { Samples } from "./column_means.ts";

/** Samples with a class each. */
export interface Labelled extends Samples {
  readonly labels: readonly string[];
}

/**
 * Mean over the classes of the share of their samples that were recognized: a frequent class counts no more than a rare
 * one, and guessing gives 1 / classes.
 *
 * @throws {RangeError} If there are no samples or not one prediction for each.
 *
 * @example
 * ```ts
 * import { balancedAccuracy } from "./balanced_accuracy.ts";
 * if (balancedAccuracy(["a", "a", "a", "b"], ["a", "a", "a", "a"]) !== 0.5) throw new Error("wrong accuracy");
 * ```
 */
export function balancedAccuracy(actual: readonly string[], predicted: readonly string[]): number {
  if (actual.length === 0 || actual.length !== predicted.length) {
    throw new RangeError(
      `Cannot compare ${predicted.length} predictions with ${actual.length} labels`,
    );
  }
  const classes = new Map<string, { all: number; right: number }>();
  actual.forEach((label, i) => {
    const counts = classes.get(label) ?? { all: 0, right: 0 };
    classes.set(label, {
      all: counts.all + 1,
      right: counts.right + Number(predicted[i] === label),
    });
  });
  return [...classes.values()].reduce((sum, { all, right }) => sum + right / all, 0) / classes.size;
}
