import { known } from "./known.ts";
import { mean } from "./mean.ts";

/** The mean of the finite numbers among some values; null of none. */
export function knownMean(values: readonly (number | null | undefined)[]): number | null {
  const numbers = known(values);
  return numbers.length > 0 ? mean(numbers) : null;
}
