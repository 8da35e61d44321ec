import type { Treatment } from "./response.ts";
import type { Interval } from "../numbers/wilson_interval.ts";

/** What a claim's interval says. */
export type Verdict = "reproduced" | "not reproduced" | "undecided";

/** A row of the table of claims. */
export interface ClaimRow {
  /** 1 … 5, in the poster's order. */
  readonly claim: number;
  readonly text: string;
  /** "all" decides the claim; other rows show a part of the evidence, such as one model. */
  readonly part: string;
  /** The number that decides, in words. */
  readonly statistic: string;
  readonly value: number | null;
  /** 95 % interval, null where there is none (such as between seeds with one seed). */
  readonly low: number | null;
  readonly high: number | null;
  /** Reproduced if the interval lies above, not reproduced if it does not reach above, else undecided. */
  readonly threshold: number;
  readonly verdict: Verdict;
  /** What stands for diverged runs; "outcome" where divergence itself is counted. */
  readonly treatment: Treatment | "outcome";
  /** What the interval is made of, or why there is none. */
  readonly note: string;
}

/** One piece of evidence before its verdict. */
export interface Evidence {
  readonly part?: string;
  readonly value: number | null;
  readonly interval: Interval | null;
  readonly note: string;
}

/** The verdict of an interval: exactly the threshold is not above it. */
function verdictOf(interval: Interval | null, threshold: number): Verdict {
  if (!interval) return "undecided";
  return interval.low > threshold
    ? "reproduced"
    : interval.high <= threshold
    ? "not reproduced"
    : "undecided";
}

/** A row for a piece of evidence. */
export function claimRow(
  about: Pick<ClaimRow, "claim" | "text" | "statistic" | "threshold" | "treatment">,
  { part = "all", value, interval, note }: Evidence,
): ClaimRow {
  return {
    ...about,
    part,
    value,
    low: interval?.low ?? null,
    high: interval?.high ?? null,
    verdict: verdictOf(interval, about.threshold),
    note,
  };
}
