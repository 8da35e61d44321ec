import { normalCumulative, normalQuantile } from "./_distributions.ts";
import { quantile } from "./quantile.ts";
import type { Interval, IntervalOptions } from "./wilson_interval.ts";

/** What {@linkcode bcaInterval} corrects the draws by. */
export interface BcaOptions extends IntervalOptions {
  /** The statistic of the sample itself. */
  readonly estimate: number;
  /** How fast the statistic's standard error changes with its value; 0 corrects for bias alone. */
  readonly acceleration: number;
}

/**
 * The bias-corrected and accelerated bootstrap interval (Efron 1987, J. Am. Stat. Assoc. 82:171).
 *
 * @param draws The statistic in each resample, in any order; at least one.
 * @returns The estimate alone where every draw equals it; infinite draws are draws like any other.
 *
 * @example Draws that lie symmetrically around the estimate need no correction
 * ```ts
 * import { bcaInterval } from "./bca_interval.ts";
 * const draws = Array.from({ length: 1001 }, (_, i) => i);
 * const { low, high } = bcaInterval(draws, { estimate: 500, acceleration: 0 });
 * if (Math.round(low) !== 25 || Math.round(high) !== 975) throw new Error("wrong interval");
 * ```
 */
export function bcaInterval(
  draws: ArrayLike<number>,
  { estimate, acceleration, level = 0.95 }: BcaOptions,
): Interval {
  const sorted = Float64Array.from(draws).sort(), count = sorted.length;
  if (sorted[0] === estimate && sorted[count - 1] === estimate) {
    return { low: estimate, high: estimate };
  }
  const below = sorted.filter((draw) => draw < estimate).length;
  const equal = sorted.filter((draw) => draw === estimate).length;
  // An estimate beyond every draw leaves nothing to correct by: the outermost draws are the bounds.
  if (below + equal === 0 || below === count) return { low: sorted[0]!, high: sorted[count - 1]! };
  const bias = normalQuantile((below + equal / 2) / count);
  const at = (probability: number) => {
    const shifted = bias + normalQuantile(probability);
    return quantile(sorted, normalCumulative(bias + shifted / (1 - acceleration * shifted)));
  };
  return { low: at(0.5 - level / 2), high: at(0.5 + level / 2) };
}
