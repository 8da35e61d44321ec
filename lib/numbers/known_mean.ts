import { known } from "./known.ts";
import { mean } from "./mean.ts";

/**
 * The mean of the finite numbers among some values; null of none.
 *
 * @example
 * ```ts
 * import { knownMean } from "./known_mean.ts";
 * if (knownMean([1, null, 3]) !== 2 || knownMean([null]) !== null) throw new Error("wrong mean");
 * ```
 */
export function knownMean(values: readonly (number | null | undefined)[]): number | null {
  const numbers = known(values);
  return numbers.length > 0 ? mean(numbers) : null;
}
