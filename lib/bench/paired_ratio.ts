import { median } from "../numbers/median.ts";

/**
 * How many times as long one thing takes as another: the median over rounds of their ratio in that round.
 * Both have met the same disturbances within a round, so it is steadier than the ratio of two medians.
 *
 * @param slow Times by round.
 * @param fast Times of the other in the same rounds.
 * @throws {RangeError} If they are not of the same rounds, or of none.
 */
export function pairedRatio(slow: readonly number[], fast: readonly number[]): number {
  if (slow.length !== fast.length) {
    throw new RangeError(`Cannot pair ${slow.length} rounds with ${fast.length}`);
  }
  return median(slow.map((time, round) => time / fast[round]!));
}
