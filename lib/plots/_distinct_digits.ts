import { formatNumber } from "../format/number.ts";

/** The fewest significant digits, two at least, with which numbers that differ are written differently. */
export function distinctDigits(values: readonly number[]): number {
  const written = (digits: number) => new Set(values.map((value) => formatNumber(value, digits)));
  return [2, 3, 4, 6].find((digits) => written(digits).size === values.length) ?? 9;
}
