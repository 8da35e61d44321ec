import type pl from "nodejs-polars";
import type { ClaimRow, Verdict } from "./_claim.ts";
import { divergesAtHighRates } from "./_claim_divergence.ts";
import { modelsAreSensitiveToIt, optimizerMattersMost } from "./_claim_importance.ts";
import { bestAtOneThousandth } from "./_claim_learning_rate.ts";
import { adamAndRmspropAreBest } from "./_claim_optimizers.ts";
import { toFrame } from "./_frame.ts";
import type { GridOptions } from "./factorial_grid.ts";
import { TREATMENTS } from "./response.ts";
import { readResults, type ResultsOptions } from "./results.ts";

export type { ClaimRow, Verdict };

/** Options of {@linkcode claims}. */
export interface ClaimOptions extends ResultsOptions, GridOptions {}

/**
 * The poster's five claims: each with the statistic that decides it, its interval and a verdict.
 *
 * 1. The optimizer matters most. 2. Models are more sensitive to it than to anything else. 3. Adam and RMSprop are best.
 * 4. Most models are best at a learning rate of 0.001. 5. Training diverges at high learning rates (the upper half of
 * those tried) with small latent sizes (the lower half).
 *
 * A claim is reproduced if its interval lies above the threshold, not reproduced if it does not reach above it, and
 * undecided in between, without an interval (1 and 2 need three seeds), or where the grid cannot tell.
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
 * if (first!.value !== 1 || first!.verdict !== "undecided") throw new Error("one seed decides nothing");
 * ```
 */
export function claims(results: pl.DataFrame, options: ClaimOptions = {}): pl.DataFrame {
  const read = readResults(results, options), { axes } = options;
  const rows = [
    ...TREATMENTS.flatMap((treatment) => [
      ...optimizerMattersMost(read, treatment, options),
      ...modelsAreSensitiveToIt(read, treatment, options),
      ...bestAtOneThousandth(results, read, { axes, treatment }),
    ]),
    ...adamAndRmspropAreBest(results, read, { axes }),
    ...divergesAtHighRates(read),
  ];
  // Stable: within a claim the order in which the evidence was collected.
  rows.sort((a, b) => a.claim - b.claim);
  return toFrame(rows, {
    claim: "integer",
    text: "text",
    part: "text",
    statistic: "text",
    value: "number",
    low: "number",
    high: "number",
    threshold: "number",
    verdict: "text",
    treatment: "text",
    note: "text",
  });
}
