/**
 * A number of a range in four digits, with commas between thousands: "5,214", "-3.077".
 *
 * @example
 * ```ts
 * import { shortNumber } from "./short_number.ts";
 * const shown = [5214, -3.0769271850585938, 0].map(shortNumber).join(" ");
 * if (shown !== "5,214 -3.077 0") throw new Error(shown);
 * ```
 */
export function shortNumber(value: number): string {
  return value.toLocaleString("en", { maximumSignificantDigits: 4 });
}
