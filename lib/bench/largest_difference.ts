/**
 * The largest difference of two lists of numbers, relative to the second's.
 *
 * @throws {RangeError} If they are not of the same length: something was not measured.
 */
export function largestDifference(found: readonly number[], expected: readonly number[]): number {
  if (found.length !== expected.length) {
    throw new RangeError(`Cannot compare ${found.length} numbers with ${expected.length}`);
  }
  return Math.max(...found.map((value, i) => Math.abs(value / expected[i]! - 1)));
}
