import { quantile } from "../numbers/quantile.ts";

/** Of the training samples whose errors are below the limit. */
const USUAL = 0.99;

/** The error above which a sample is unlike those that a network was trained on. */
export interface ErrorLimit {
  /** The 99th percentile of the training samples' errors, each a mean of squares over genes. */
  readonly value: number;
  /** The share of the validation samples above it: what to expect of new samples of the same kind, as none was trained on. */
  readonly validationShare: number;
}

/**
 * The limit of a network's usual errors.
 *
 * @param training Errors of the training samples, one each.
 * @param validation Errors of the validation samples.
 *
 * @example
 * ```ts
 * import { errorLimit } from "./error_limit.ts";
 * const { value, validationShare } = errorLimit([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 100], [1, 200]);
 * if (Math.abs(value - 90.9) > 1e-9 || validationShare !== 0.5) throw new Error(`${value}`);
 * ```
 */
export function errorLimit(
  training: ArrayLike<number>,
  validation: ArrayLike<number>,
): ErrorLimit {
  const value = quantile(Float64Array.from(training).sort(), USUAL);
  const above = Array.from(validation).filter((error) => error > value).length;
  return { value, validationShare: above / validation.length };
}
