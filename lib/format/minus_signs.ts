/**
 * A text with the minus sign before its negative numbers instead of a hyphen; exponents (1e-4), ranges and names keep theirs.
 *
 * @example
 * ```ts
 * import { minusSigns } from "./minus_signs.ts";
 * if (minusSigns("-0.5 (-1 to 1e-4)") !== "−0.5 (−1 to 1e-4)") throw new Error(minusSigns("-0.5 (-1 to 1e-4)"));
 * ```
 */
export function minusSigns(text: string): string {
  return text.replaceAll(/(?<=^|[\s(=])-(?=\d|∞)/g, "−");
}
