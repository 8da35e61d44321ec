/**
 * A number as people read it: rounded to significant digits, without trailing zeros.
 *
 * @param value A number; null, undefined and numbers that are not finite are shown as such.
 * @param digits How many significant digits, 1 to 17.
 * @default digits 3
 * @returns Below 10⁻³ and from 10⁶ on with an exponent (`1e-4`); whole numbers below 10⁶ in full.
 */
export function formatNumber(value: number | null | undefined, digits = 3): string {
  if (value === null || value === undefined) return "–";
  if (!Number.isFinite(value)) return String(value).replace("Infinity", "∞");
  if (Number.isInteger(value) && Math.abs(value) < 1e6) return String(value);
  const rounded = Number(value.toPrecision(digits)), size = Math.abs(rounded);
  if (size < 1e-3 || size >= 1e6) return rounded.toExponential().replace("e+", "e");
  return String(rounded);
}
