import { mean } from "./mean.ts";

/**
 * The sum of squared deviations of some numbers from a centre.
 *
 * @param centre Where deviations begin. @default their mean
 *
 * @example A variance, and a standard deviation
 * ```ts
 * import { squaredDeviations } from "./squared_deviations.ts";
 * const variance = squaredDeviations([1, 2, 3]) / (3 - 1);
 * if (variance !== 1 || Math.sqrt(variance) !== 1) throw new Error("wrong variance");
 * ```
 */
export function squaredDeviations(
  values: ArrayLike<number>,
  centre: number = mean(values),
): number {
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i]! - centre) ** 2;
  return squares;
}
