/** What a measurement is held against. */
export interface Target {
  readonly name: string;
  /** The bound: at least or at most this. */
  readonly bound: number;
  readonly kind: "at least" | "at most";
  /** The measured value furthest from what is wanted. */
  readonly worst: number;
  /** Where that was. */
  readonly where: string;
  readonly met: boolean;
}

/** A measured value, and where it was. */
export type Case = readonly [where: string, value: number];

/**
 * Holds measured values against a bound: the worst one decides.
 *
 * @returns Undefined where nothing was measured.
 */
export function judge(
  name: string,
  kind: Target["kind"],
  bound: number,
  cases: readonly Case[],
): Target | undefined {
  if (cases.length === 0) return undefined;
  const worse = (a: number, b: number) => kind === "at most" ? a > b : a < b;
  const [where, worst] = cases.reduce((found, next) => worse(next[1], found[1]) ? next : found);
  return { name, kind, bound, worst, where, met: !worse(worst, bound) };
}
