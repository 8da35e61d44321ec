import type { Jackknife } from "./seed_jackknife.ts";

/** A share that is not told from any other holds them all. */
export function widened({ value, standardError, interval }: Jackknife): Jackknife {
  const { low, high } = interval ?? { low: 0, high: 1 };
  return { value, standardError, interval: { low: Math.min(0, low), high: Math.max(1, high) } };
}
