/**
 * Writes an amount of memory with one decimal.
 *
 * @example
 * ```ts
 * import { formatGibibytes } from "./gibibytes.ts";
 * if (formatGibibytes(1.25 * 2 ** 30) !== "1.3 GiB") throw new Error(formatGibibytes(1.25 * 2 ** 30));
 * ```
 */
export function formatGibibytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GiB`;
}
