import { widened } from "./_widened.ts";
import type { Anova } from "./functional_anova.ts";
import { type Jackknife, jackknifeEach } from "./seed_jackknife.ts";
import { sum } from "./sum.ts";
import { varianceShares } from "./variance_shares.ts";

/** Shares of the variance with their intervals over seeds. */
export interface ShareIntervals {
  /** S_U, one per term of the decomposition. */
  readonly shares: readonly Jackknife[];
  /** Per axis, everything it takes part in. */
  readonly totals: readonly Jackknife[];
}

/**
 * The shares of {@linkcode varianceShares} with 95 % intervals by the jackknife over seeds.
 *
 * A share is a ratio. Where the whole variance is not told from 0 (its own interval reaches it), what it divides may be noise
 * alone: the interval then holds everything from 0 to 1 as well. In simulations of a 6 × 5 × 3 grid whose seeds shift levels by
 * more than the levels differ, the jackknife alone covered main effects 57, 74 and 88 % of the time with 3, 5 and 10 seeds; with
 * this it is 95 % or more, and nothing changes where there is an effect to be seen (92 to 99 %).
 *
 * @returns Intervals are null under 3 seeds, and where the share is NaN.
 */
export function shareIntervals(anova: Anova): ShareIntervals {
  const found = jackknifeEach(anova.seeds, (kept) => {
    const { shares, totals, corrected } = varianceShares(anova, kept);
    return [...shares, ...totals, sum(corrected)];
  });
  const whole = found.pop()!, told = !whole.interval || whole.interval.low > 0;
  const all = found.map((share) => told || Number.isNaN(share.value) ? share : widened(share));
  return { shares: all.slice(0, anova.terms.length), totals: all.slice(anova.terms.length) };
}
