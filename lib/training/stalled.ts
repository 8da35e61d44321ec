/** The share of the mean predictor's error that a network's has to fall below, or it has learned nothing. */
const LEARNED = 0.95;

/**
 * Whether a network that early stopping chose has learned next to nothing: its reconstruction of the validation split is
 * not at least 5 % better than predicting every gene's training mean.
 *
 * @param validationMse Mean squared error of the posterior mean's reconstruction of the validation split.
 * @param meanPredictorMse Mean squared error of the training means on that split.
 *
 * @example
 * ```ts
 * import { isStalled } from "./stalled.ts";
 * if (isStalled(0.4, 1) || !isStalled(0.99, 1) || !isStalled(0.95, 1)) throw new Error("5 % better, or stalled");
 * ```
 */
export function isStalled(validationMse: number, meanPredictorMse: number): boolean {
  return !(validationMse < LEARNED * meanPredictorMse); // NaN has learned nothing
}
