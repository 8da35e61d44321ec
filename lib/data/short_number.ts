/**
 * A number of a range: in four digits below 1,000, above without decimals: "13,234", "-3.077".
 *
 * @example
 * ```ts
 * import { shortNumber } from "./short_number.ts";
 * const shown = [13233.9, -3.0769271850585938, 0].map(shortNumber).join(" ");
 * if (shown !== "13,234 -3.077 0") throw new Error(shown);
 * ```
 */
export function shortNumber(value: number): string {
  return Math.abs(value) < 1000
    ? value.toLocaleString("en", { maximumSignificantDigits: 4 })
    : Math.round(value).toLocaleString("en");
}
