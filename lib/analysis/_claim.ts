import type { ChosenOn } from "./choice.ts";
import type { Treatment } from "./response.ts";
import type { ClaimRuns } from "./_claim_runs.ts";
import type { Interval } from "../numbers/wilson_interval.ts";

/**
 * What the seeds say of a claim: "undecided" where the interval holds the threshold; "no verdict" where there are too few seeds, or
 * the grid lacks what the claim is about.
 */
export type Verdict = "reproduced" | "not reproduced" | "undecided" | "no verdict";

/** Fewer seeds decide nothing: what they share by chance looks like an effect too often. */
export const ENOUGH_SEEDS = 5;

/** A row of the table of claims. */
export interface ClaimRow {
  /** 1 … 5, in the poster's order. */
  readonly claim: number;
  /** The level of the loss's reduction, of the momentum and of the number of genes, where they vary. */
  readonly within: string;
  readonly text: string;
  /** "all", or a part of the evidence, such as one model. */
  readonly part: string;
  /** Whether this row is the answer: one per claim and `within`; the others show parts, or the other treatment. */
  readonly decides: boolean;
  /** The number that decides, in words. */
  readonly statistic: string;
  readonly value: number | null;
  /** Interval from the seeds, 95 % or what `note` says; null under three seeds. */
  readonly low: number | null;
  readonly high: number | null;
  /** Reproduced if the interval lies above, not reproduced if it does not reach above it, else undecided. */
  readonly threshold: number;
  readonly verdict: Verdict;
  /** In how many seeds, each taken alone, the claim holds; of `seeds`. */
  readonly holds_in: number | null;
  readonly seeds: number;
  /** What stands for diverged runs; "outcome" where divergence itself is counted. */
  readonly treatment: Treatment | "outcome";
  /** On which split the best learning rates were chosen; null where nothing is chosen. */
  readonly chosen_on: ChosenOn | null;
  /** The runs behind it: cohort, seeds, configurations, what is missing, and what stands for diverged runs. */
  readonly stands_on: string;
  /** Details of the evidence, and why there is no verdict. */
  readonly note: string;
}

/** What a claim says and how it is judged. */
export interface About
  extends Pick<ClaimRow, "claim" | "text" | "statistic" | "threshold" | "treatment"> {
  /** Axes without which the claim cannot be decided: a level that is missing leaves it open. "all": any axis. */
  readonly needs: readonly string[] | "all";
  /** How diverged runs count in the row that decides. */
  readonly headline: ClaimRow["treatment"];
  /** Whether best learning rates are chosen. */
  readonly chooses?: boolean;
}

/** One piece of evidence before its verdict. */
export interface Evidence {
  readonly part?: string;
  readonly statistic?: string;
  readonly value: number | null;
  readonly interval: Interval | null;
  /** One per seed: whether the claim holds in that seed alone; null where this cannot be said. */
  readonly holds: readonly boolean[] | null;
  readonly note: string;
}

/** The verdict of an interval: exactly the threshold is not above it. */
export function verdictOf(interval: Interval, threshold: number): Verdict {
  return interval.low > threshold
    ? "reproduced"
    : interval.high <= threshold
    ? "not reproduced"
    : "undecided";
}

/** Why nothing can be decided, whatever the interval says; empty if it can. */
function openReason({ needs }: About, { seeds, lacks }: ClaimRuns): string {
  const missing = lacks.filter(({ axis }) => needs === "all" || needs.includes(axis));
  if (missing.length > 0) return `the grid lacks ${missing.map(({ level }) => level).join(", ")}`;
  if (seeds < ENOUGH_SEEDS) return `a verdict needs ${ENOUGH_SEEDS} seeds`;
  return "";
}

const TREATED: Readonly<Record<ClaimRow["treatment"], string>> = {
  rank: "diverged runs rank last",
  clip: "losses clipped at the mean predictor’s",
  outcome: "diverged runs are what is counted",
};

/** A row for a piece of evidence. */
export function claimRow(about: About, evidence: Evidence, runs: ClaimRuns): ClaimRow {
  const { claim, text, threshold, treatment, chooses = false } = about;
  const { part = "all", statistic = about.statistic, value, interval, holds, note } = evidence;
  const known = value !== null && Number.isFinite(value);
  const open = known ? openReason(about, runs) : "";
  return {
    claim,
    within: runs.within,
    text,
    part,
    decides: part === "all" && treatment === about.headline,
    statistic,
    value: known ? value : null,
    low: known && interval ? interval.low : null,
    high: known && interval ? interval.high : null,
    threshold,
    verdict: !known || open || !interval ? "no verdict" : verdictOf(interval, threshold),
    holds_in: known && holds ? holds.filter((held) => held).length : null,
    seeds: runs.seeds,
    treatment,
    chosen_on: chooses ? runs.chosenOn : null,
    stands_on: `${runs.standsOn}${part === "all" ? "" : `; of these ${part}`}; ${
      TREATED[treatment]
    }`,
    note: [open && `no verdict: ${open}`, note].filter((said) => said !== "").join("; "),
  };
}
