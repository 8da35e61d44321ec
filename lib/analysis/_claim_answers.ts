import type { ClaimRow } from "./_claim.ts";
import { divergesAtHighRates } from "./_claim_divergence.ts";
import { modelsAreSensitiveToIt, optimizerMattersMost } from "./_claim_importance.ts";
import { bestAtOneThousandth } from "./_claim_learning_rate.ts";
import { adamAndRmspropAreBest } from "./_claim_optimizers.ts";
import type { ClaimRuns, Handling } from "./_claim_runs.ts";

/** How diverged runs count: ranks first, for claims 1 to 4; the fourth is decided by the logarithm clipped at the mean predictor's. */
export const HANDLINGS: readonly Handling[] = ["rank", 1];

/** Claims 1 to 4, in which a diverged run needs a number: each gives its rows one after the other, the answer first. */
const HANDLED = [
  optimizerMattersMost,
  modelsAreSensitiveToIt,
  adamAndRmspropAreBest,
  bestAtOneThousandth,
];

/** How diverged runs count in the answer to each. */
const ANSWERED: readonly Handling[] = ["rank", "rank", "rank", 1];

/** All rows of the claims in which a diverged run needs a number. */
export function handledClaims(runs: ClaimRuns, handling: Handling): ClaimRow[] {
  return HANDLED.flatMap((claim) => [...claim(runs, handling)]);
}

/** The five rows that decide the claims. */
export function claimAnswers(runs: ClaimRuns): ClaimRow[] {
  return [
    ...HANDLED.map((claim, i) => claim(runs, ANSWERED[i]!)),
    divergesAtHighRates(runs),
  ].map(firstOf);
}

/**
 * The rows of claims 1 to 4 that would decide them, did diverged runs count otherwise.
 *
 * @param answers Those of these runs as they are.
 */
export function handledAnswers(
  runs: ClaimRuns,
  handling: Handling,
  answers: readonly ClaimRow[],
): ClaimRow[] {
  return HANDLED.map((claim, i) =>
    ANSWERED[i] === handling ? answers[i]! : firstOf(claim(runs, handling))
  );
}

/** Rows of parts are not computed where nobody asks for them. */
function firstOf(rows: Generator<ClaimRow>): ClaimRow {
  const [first] = rows;
  return first!;
}
