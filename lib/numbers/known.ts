/**
 * The finite numbers among some values: what is missing, as null or NaN, is left out.
 *
 * @example
 * ```ts
 * import { known } from "./known.ts";
 * if (known([1, null, NaN, 2]).join() !== "1,2") throw new Error("wrong numbers");
 * ```
 */
export function known(values: readonly (number | null | undefined)[]): number[] {
  return values.filter((value): value is number => Number.isFinite(value));
}
