import type pl from "nodejs-polars";
import type { ClaimRow, Verdict } from "./_claim.ts";
import { handledClaims, HANDLINGS } from "./_claim_answers.ts";
import { divergesAtHighRates } from "./_claim_divergence.ts";
import { claimRuns } from "./_claim_runs.ts";
import { toFrame } from "./_frame.ts";
import type { GridOptions } from "./factorial_grid.ts";
import { readResults, type ResultsOptions } from "./results.ts";

export type { ClaimRow, Verdict };

/** Options of {@linkcode claims}. */
export interface ClaimOptions extends ResultsOptions, GridOptions {
  /** The cohort's name, which the answers are about. @default not named */
  cohort?: string;
}

/**
 * The poster's five claims: each with the statistic that decides it, its interval and a verdict.
 *
 * 1. The optimizer matters most. 2. Models are more sensitive to it than to anything else. 3. Adam and RMSprop are best.
 * 4. Most models are best at a learning rate of 0.001. 5. Training diverges at high learning rates (the upper half of
 * those tried) with small latent sizes (the lower half).
 *
 * One standard for all: the unit is the seed, with its split. A claim is a set of differences that must all be above 0, each with a
 * jackknife interval over seeds; it is reproduced if all of these lie above 0, not reproduced if one lies below, and undecided in
 * between. Claims about most models, or most models and latent sizes, count those of which the same is said. Fewer than five
 * seeds, or a grid that lacks what the claim is about, give no verdict: the estimate stands there, and in how many seeds the claim
 * holds on its own. In simulations without an effect, in which seeds move an optimizer or a learning rate as a whole, each claim is
 * reproduced at most 5 % of the time.
 *
 * Diverged runs rank last; with losses clipped at the mean predictor's the same is shown below. (The fourth claim is decided by the
 * clipped logarithm: ranks blunt the lead of one learning rate over the next.) Each level of the loss's reduction and of the momentum is judged apart (`within`), as it changes what a learning rate means.
 *
 * @returns One row per claim, part and treatment of diverged runs ({@linkcode ClaimRow}).
 * @throws {InputError} If the grid is incomplete and `onMissing` is not "largest".
 *
 * @example
 * ```ts
 * import pl from "nodejs-polars";
 * import { claims } from "./claims.ts";
 * const frame = pl.DataFrame({
 *   model: Array(4).fill("vae"), optimizer: ["adam", "adam", "sgd", "sgd"], latent_size: [2, 5, 2, 5],
 *   learning_rate: Array(4).fill(0.001), seed: Array(4).fill(0), status: Array(4).fill("converged"),
 *   test_mse: [0.1, 0.1, 0.5, 0.5],
 * });
 * const [first] = claims(frame).toRecords();
 * if (first!.value !== 1 || first!.verdict !== "no verdict") throw new Error("one seed decides nothing");
 * ```
 */
export function claims(results: pl.DataFrame, options: ClaimOptions = {}): pl.DataFrame {
  const read = readResults(results, options);
  const rows = claimRuns(read, options).flatMap((runs) => {
    const found = [
      ...HANDLINGS.flatMap((handling) => handledClaims(runs, handling)),
      ...divergesAtHighRates(runs),
    ];
    // Stable: within a claim the treatment that decides comes first, then the order in which the evidence was collected.
    const decides = new Set(
      found.filter((row) => row.decides).map((row) => `${row.claim} ${row.treatment}`),
    );
    const place = (row: ClaimRow) => Number(!decides.has(`${row.claim} ${row.treatment}`));
    return found.sort((a, b) => a.claim - b.claim || place(a) - place(b));
  });
  return toFrame(rows, {
    claim: "integer",
    within: "text",
    text: "text",
    part: "text",
    decides: "flag",
    statistic: "text",
    value: "number",
    low: "number",
    high: "number",
    threshold: "number",
    verdict: "text",
    holds_in: "number",
    seeds: "integer",
    treatment: "text",
    chosen_on: "text?",
    stands_on: "text",
    note: "text",
  });
}
