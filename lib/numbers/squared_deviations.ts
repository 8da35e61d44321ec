import { mean } from "./mean.ts";

/**
 * The sum of squared deviations of some numbers from a centre.
 *
 * @param centre Where deviations begin. @default their mean
 */
export function squaredDeviations(
  values: ArrayLike<number>,
  centre: number = mean(values),
): number {
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i]! - centre) ** 2;
  return squares;
}
