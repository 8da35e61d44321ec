import { jackknife } from "../numbers/seed_jackknife.ts";
import type { Interval } from "../numbers/wilson_interval.ts";

/** A difference that a claim says is above 0, as any of the seeds have it. */
export interface Contrast {
  /** What it is the difference to. */
  readonly to: string;
  /** Given positions of seeds. */
  readonly of: (kept: readonly number[]) => number;
}

/** The smallest of several differences, which decides whether all of them are above 0. */
export interface Least {
  readonly to: string;
  readonly value: number;
  /** From the lowest lower to the lowest upper bound of all: above 0 if each of them is, below if one of them is. */
  readonly interval: Interval | null;
  /** One per seed: whether all are above 0 in that seed alone. */
  readonly holds: readonly boolean[];
}

/**
 * Whether all of several differences are above 0, by the interval of each (intersection–union: Berger 1982, Technometrics 24:295).
 * The largest of several estimates is never tested, so none of them needs a correction: all lie above 0 falsely no more often than
 * the one that truly does not.
 *
 * @param contrasts At least one.
 * @param level Coverage of each interval. @default 0.95
 */
export function leastOf(
  contrasts: readonly Contrast[],
  seeds: number,
  level = 0.95,
): Least {
  const found = contrasts.map(({ to, of }) => ({ to, ...jackknife(seeds, of, { level }) }));
  const least = found.reduce((least, next) => next.value < least.value ? next : least);
  const intervals = found.map(({ interval }) => interval);
  const known = intervals.filter((interval) => interval !== null);
  return {
    to: least.to,
    value: found.some(({ value }) => Number.isNaN(value)) ? NaN : least.value,
    interval: known.length < intervals.length ? null : {
      low: Math.min(...known.map(({ low }) => low)),
      high: Math.min(...known.map(({ high }) => high)),
    },
    holds: Array.from({ length: seeds }, (_, seed) => contrasts.every(({ of }) => of([seed]) > 0)),
  };
}

/**
 * The coverage of each interval when more than half of several statements have to hold, each by its own interval: with u the
 * smallest number above half of m, Bonferroni's bound for "at least u are true" (Benjamini & Heller 2008, Biometrics 64:1215) asks
 * of the u-th smallest one-sided p-value at most 2.5 % / (m − u + 1), so that such a claim is reproduced falsely no more often than
 * a single statement by its 95 % interval.
 */
export function levelForMost(count: number): number {
  const most = Math.floor(count / 2) + 1;
  return 1 - 0.05 / (count - most + 1);
}

/** What the seeds say of more than half of several statements. */
export interface Most {
  /** The share whose estimate is above 0. */
  readonly value: number;
  /** From the share that is clearly above 0 to the share that is not clearly below. */
  readonly interval: Interval | null;
  /** How many are clearly above 0, and clearly not. */
  readonly above: number;
  readonly below: number;
  /** One per seed: whether more than half hold in it alone. */
  readonly holds: readonly boolean[];
}

/** Counts statements of which more than half are claimed to hold; null without any. */
export function mostOf(all: readonly Least[]): Most | null {
  const count = all.length;
  if (count === 0) return null;
  const above = all.filter(({ interval }) => interval && interval.low > 0).length;
  const below = all.filter(({ interval }) => interval && interval.high <= 0).length;
  const known = all.every(({ interval }) => interval !== null);
  return {
    value: all.filter(({ value }) => value > 0).length / count,
    interval: known ? { low: above / count, high: 1 - below / count } : null,
    above,
    below,
    holds: all[0]!.holds.map((_, seed) =>
      2 * all.filter(({ holds }) => holds[seed]).length > count
    ),
  };
}
