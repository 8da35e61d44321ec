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

/** Holds measured values against the most that they may be: the worst one decides. Undefined without any. */
export function atMost(bound: number, name: string, cases: readonly Case[]): Target | undefined {
  return judge({ name, kind: "at most", bound }, cases);
}

/** The same against the least. */
export function atLeast(bound: number, name: string, cases: readonly Case[]): Target | undefined {
  return judge({ name, kind: "at least", bound }, cases);
}

function judge(
  wanted: Pick<Target, "name" | "kind" | "bound">,
  cases: readonly Case[],
): Target | undefined {
  if (cases.length === 0) return undefined;
  const worse = (a: number, b: number) => wanted.kind === "at most" ? a > b : a < b;
  const [where, worst] = cases.reduce((found, next) => worse(next[1], found[1]) ? next : found);
  return { ...wanted, worst, where, met: !worse(worst, wanted.bound) };
}
