/**
 * A quantile by linear interpolation between order statistics (type 7 of Hyndman & Fan 1996; NumPy's default).
 *
 * @param sorted Numbers in ascending order.
 * @param probability From 0 (smallest) to 1 (largest).
 * @throws {RangeError} If there are no values or the probability is outside [0, 1].
 *
 * @example
 * ```ts
 * import { quantile } from "./quantile.ts";
 * if (quantile([1, 2, 3, 4], 0.25) !== 1.75) throw new Error("wrong quantile");
 * ```
 */
export function quantile(sorted: ArrayLike<number>, probability: number): number {
  if (sorted.length === 0 || !(probability >= 0 && probability <= 1)) {
    throw new RangeError(
      `Cannot take quantile ${probability} of ${sorted.length} values: it needs a value and a probability in [0, 1]`,
    );
  }
  const position = probability * (sorted.length - 1), below = Math.floor(position);
  const low = sorted[below]!, high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  // Between equal or next to infinite values the product would be NaN.
  return low === high || position === below ? low : low + (position - below) * (high - low);
}
