/** The finite numbers among some values: what is missing, as null or NaN, is left out. */
export function known(values: readonly (number | null | undefined)[]): number[] {
  return values.filter((value): value is number => Number.isFinite(value));
}
