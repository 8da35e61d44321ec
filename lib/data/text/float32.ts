const ZERO = 48, NINE = 57, POINT = 46, MINUS = 45, PLUS = 43, SPACE = 32;
/** The powers of ten that float64 holds exactly. */
export const POWERS = Float64Array.from({ length: 23 }, (_, power) => Number(`1e${power}`));
const SAFE_DIGITS = 15;
const MISSING = new Set(["", "na", "n/a", "nan", "null"]);

/**
 * The float32 nearest to the decimal number in bytes[from, to), rounded once (ties to even), whatever
 * its length; NaN for a missing value; Infinity for anything else, too large numbers included.
 *
 * The first 15 digits bound the number from both sides. Where both bounds are the same float32, and
 * they nearly always are, it is found without making a string.
 */
export function parseFloat32(bytes: Uint8Array, from: number, to: number): number {
  while (from < to && bytes[from] === SPACE) from++;
  while (to > from && bytes[to - 1] === SPACE) to--;
  let at = from;
  const negative = bytes[at] === MINUS;
  if (negative || bytes[at] === PLUS) at++;
  let mantissa = 0, kept = 0, digits = 0, dropped = 0, decimals = 0, seenPoint = false;
  for (; at < to; at++) {
    const byte = bytes[at]!;
    if (byte === POINT && !seenPoint) seenPoint = true;
    else if (byte >= ZERO && byte <= NINE) {
      digits++;
      if (seenPoint) decimals++;
      if (kept === SAFE_DIGITS) dropped++;
      else if ((mantissa = 10 * mantissa + byte - ZERO) > 0) kept++;
    } else break;
  }
  if (digits === 0) return isMissing(bytes, from, to) ? NaN : Infinity;
  const exponent = at === to ? 0 : parseExponent(bytes, at, to);
  if (exponent !== exponent) return Infinity;
  const power = exponent - decimals + dropped;
  if (mantissa === 0 && dropped === 0) return negative ? -0 : 0;
  if (power < -22 || power > 22) return parseExactly(text(bytes, from, to));
  const low = scale(mantissa, power), high = dropped > 0 ? scale(mantissa + 1, power) : low;
  // One unit of float64 more on each side, for the rounding of the two bounds themselves.
  const value = Math.fround(low * (1 - 2 ** -52));
  if (value !== Math.fround(high * (1 + 2 ** -51))) return parseExactly(text(bytes, from, to));
  return negative ? -value : value;
}

function scale(mantissa: number, power: number): number {
  return power < 0 ? mantissa / POWERS[-power]! : mantissa * POWERS[power]!;
}

/** The exponent after an "e", or NaN. */
function parseExponent(bytes: Uint8Array, at: number, to: number): number {
  const match = /^[eE]([+-]?\d+)$/.exec(text(bytes, at, to));
  return match ? Number(match[1]) : NaN;
}

function isMissing(bytes: Uint8Array, from: number, to: number): boolean {
  return to - from <= 4 && MISSING.has(text(bytes, from, to).toLowerCase());
}

function text(bytes: Uint8Array, from: number, to: number): string {
  return new TextDecoder().decode(bytes.subarray(from, to));
}

const bits = new Uint32Array(1), float = new Float32Array(bits.buffer);

/** Rounds a number's text to float32 by way of float64, and decides ties there by the exact decimal. */
function parseExactly(text: string): number {
  const double = Math.abs(Number(text)), sign = text.startsWith("-") ? -1 : 1;
  const value = Math.fround(double);
  if (value === double || value === Infinity) return sign * value;
  float[0] = value;
  bits[0]! += value < double ? 1 : -1;
  const other = float[0];
  if (Math.abs(other - double) !== Math.abs(double - value)) return sign * value;
  const side = compareExactly(text, double);
  if (side === 0) return sign * value;
  return sign * (side > 0 ? Math.max(value, other) : Math.min(value, other));
}

/** The sign of |decimal text| − double, by integers. */
function compareExactly(text: string, double: number): number {
  const [, whole = "", fraction = "", exponent = "0"] =
    /^[+-]?(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  let left = BigInt(whole + fraction), right = 1n;
  const power = Number(exponent) - fraction.length;
  if (power < 0) right *= 10n ** BigInt(-power);
  else left *= 10n ** BigInt(power);
  let twos = 0;
  while (!Number.isInteger(double)) {
    double *= 2;
    twos++;
  }
  left <<= BigInt(twos);
  right *= BigInt(double);
  return left > right ? 1 : left < right ? -1 : 0;
}
