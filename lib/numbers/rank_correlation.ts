import { normalQuantile } from "./_distributions.ts";
import { ranks } from "./ranks.ts";

/** Spearman's coefficient and what can be said about it. */
export interface RankCorrelation {
  /** NaN if one of the two does not vary. */
  readonly rho: number;
  /** 95 % interval (Bonett & Wright 2000), null with fewer than 4 pairs, where rho is not defined, and at ±1,
   * where its normal approximation does not exist. */
  readonly low: number | null;
  readonly high: number | null;
}

/**
 * Spearman's rank correlation; ties share ranks.
 *
 * @throws {RangeError} If the lengths differ or a value is NaN.
 */
export function rankCorrelation(x: ArrayLike<number>, y: ArrayLike<number>): RankCorrelation {
  if (x.length !== y.length) {
    throw new RangeError(`Cannot correlate ${x.length} with ${y.length} values`);
  }
  const a = ranks(x), b = ranks(y), centre = (x.length + 1) / 2;
  let both = 0, first = 0, second = 0;
  for (let i = 0; i < a.length; i++) {
    both += (a[i]! - centre) * (b[i]! - centre);
    first += (a[i]! - centre) ** 2;
    second += (b[i]! - centre) ** 2;
  }
  const rho = first > 0 && second > 0 ? both / Math.sqrt(first * second) : NaN;
  // Fisher's z is infinite at ±1: an interval of no width would claim what a few pairs cannot show.
  if (!(Math.abs(rho) < 1 - 1e-12) || x.length < 4) return { rho, low: null, high: null };
  const z = Math.atanh(rho),
    half = normalQuantile(0.975) * Math.sqrt((1 + rho * rho / 2) / (x.length - 3));
  return { rho, low: Math.tanh(z - half), high: Math.tanh(z + half) };
}
