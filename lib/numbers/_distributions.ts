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
  const shape = degreesOfFreedom / 2, x = value / 2;
  // The complement of a small probability is exact, that of one close to 1 has no digits left.
  return x < shape + 1 ? 1 - library.lowRegGamma(shape, x) : upperGamma(shape, x);
}

/** Γ(shape, x) / Γ(shape) for x above shape + 1, by Legendre's continued fraction (Lentz's method). */
function upperGamma(shape: number, x: number): number {
  let b = x + 1 - shape, c = Infinity, d = 1 / b, fraction = d;
  for (let i = 1, step = 0; i < 1000 && Math.abs(step - 1) > 1e-15; i++) {
    const a = i * (shape - i);
    b += 2;
    d = 1 / (a * d + b);
    c = b + a / c;
    step = c * d;
    fraction *= step;
  }
  return Math.exp(shape * Math.log(x) - x - logGamma(shape)) * fraction;
}

/** The probability that F exceeds the value. */
export function fTail(value: number, numerator: number, denominator: number): number {
  const left = denominator / (denominator + numerator * value);
  return library.ibeta(left, denominator / 2, numerator / 2);
}

/** The value below which the range of `groups` standard normal variables falls with the probability given. */
export function studentizedRangeQuantile(probability: number, groups: number): number {
  return library.tukey.inv(probability, groups, Infinity);
}

/** The logarithm of the gamma function. */
export function logGamma(value: number): number {
  return library.gammaln(value);
}
