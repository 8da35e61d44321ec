// jstat has no types of its own: this file is the only one to see it, and the names below say what each number is.
import jstat from "jstat";

// deno-lint-ignore no-explicit-any -- the package is untyped
const library = (jstat as any).jStat;

/** The value below which a standard normal variable falls with the probability given. */
export function normalQuantile(probability: number): number {
  return library.normal.inv(probability, 0, 1);
}

/** The probability that a standard normal variable falls below the value. */
export function normalCumulative(value: number): number {
  return library.normal.cdf(value, 0, 1);
}

/** The value below which Student's t falls with the probability given. */
export function studentQuantile(probability: number, degreesOfFreedom: number): number {
  return library.studentt.inv(probability, degreesOfFreedom);
}

/** The probability that χ² exceeds the value. */
export function chiSquareTail(value: number, degreesOfFreedom: number): number {
  return Math.max(0, 1 - library.chisquare.cdf(value, degreesOfFreedom));
}

/** The probability that F exceeds the value. */
export function fTail(value: number, numerator: number, denominator: number): number {
  return Math.max(0, 1 - library.centralF.cdf(value, numerator, denominator));
}

/** The value below which the range of `groups` standard normal variables falls with the probability given. */
export function studentizedRangeQuantile(probability: number, groups: number): number {
  return library.tukey.inv(probability, groups, Infinity);
}

/** The logarithm of the gamma function. */
export function logGamma(value: number): number {
  return library.gammaln(value);
}
