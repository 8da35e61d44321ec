import { formatNumber } from "./number.ts";

/**
 * A measured number with all its significant digits, also those that are 0, so that numbers beside each other tell how
 * precise they are: "0.280" beside "0.297".
 *
 * @param value As {@linkcode formatNumber} takes it, and written as by it where digits alone do not do: with an exponent,
 * or from 10 to the power of `digits` on.
 * @param digits How many significant digits, 1 to 17.
 * @default digits 3
 *
 * @example
 * ```ts
 * import { formatSignificant } from "./format_significant.ts";
 * const written = [0.28, 0.31, 12, null].map((value) => formatSignificant(value)).join();
 * if (written !== "0.280,0.310,12.0,–") throw new Error(written);
 * ```
 */
export function formatSignificant(value: number | null | undefined, digits = 3): string {
  const plain = formatNumber(value, digits), full = Number(value).toPrecision(digits);
  return value === null || !/^-?[\d.]+$/.test(plain) || full.includes("e") ? plain : full;
}
