import type { ClaimRow } from "./_claim.ts";
import { divergesAtHighRates } from "./_claim_divergence.ts";
import { modelsAreSensitiveToIt, optimizerMattersMost } from "./_claim_importance.ts";
import { bestAtOneThousandth } from "./_claim_learning_rate.ts";
import { adamAndRmspropAreBest } from "./_claim_optimizers.ts";
import type { ClaimRuns, Handling } from "./_claim_runs.ts";

/** How diverged runs count: ranks first, for claims 1 to 4; the fourth is decided by the logarithm clipped at the mean predictor's. */
export const HANDLINGS: readonly Handling[] = ["rank", 1];

/** All rows of the claims in which a diverged run needs a number. */
export function handledClaims(runs: ClaimRuns, handling: Handling): ClaimRow[][] {
  return [
    optimizerMattersMost(runs, handling),
    modelsAreSensitiveToIt(runs, handling),
    adamAndRmspropAreBest(runs, handling),
    bestAtOneThousandth(runs, handling),
  ];
}

/** The five rows that decide the claims. */
export function claimAnswers(runs: ClaimRuns): ClaimRow[] {
  return [
    optimizerMattersMost(runs, "rank"),
    modelsAreSensitiveToIt(runs, "rank"),
    adamAndRmspropAreBest(runs, "rank"),
    bestAtOneThousandth(runs, 1),
    divergesAtHighRates(runs),
  ].map(([first]) => first!);
}
