import type pl from "nodejs-polars";
import { mean } from "../numbers/mean.ts";
import { levelColumns, type RowOf, toFrame } from "./_frame.ts";
import type { Configuration } from "./configurations.ts";
import { choiceOf } from "./choice.ts";
import { apart, withinWords } from "./_claim_runs.ts";
import { axisOf } from "./group_results.ts";
import { nestAxes } from "./nested_axes.ts";
import { responseOf, type ResponseOptions, type Treatment, TREATMENTS } from "./response.ts";
import { readResults, type Results, type ResultsOptions } from "./results.ts";
import { STUDY_AXES } from "./study_axes.ts";
import { friedmanTest } from "../numbers/friedman.ts";
import { lowestMerit, tunedBlocks } from "./tuned_scores.ts";

/** Options of {@linkcode compareOptimizers}. */
export interface ComparisonOptions extends ResultsOptions, Omit<ResponseOptions, "treatment"> {
  /** The axis whose levels are compared. @default "optimizer" */
  compare?: string;
  /** The axis that each of them may tune for itself. @default "learning_rate" */
  tune?: string;
}

const COLUMNS = {
  /** The level of the loss's reduction and of the number of genes, where they vary: each is compared for itself. */
  within: "text",
  /** "best": each at the level of the tuned axis that it would choose; "grid": averaged over all of them. */
  view: "text",
  /** What that level is chosen on: "validation", or "test" for results without validation_mse. */
  chosen_on: "text",
  treatment: "text",
  response: "text",
  /** Mean rank over the blocks, 1 is best. */
  mean_rank: "number",
  /** Mean response over the blocks. */
  mean_score: "number",
  /** Share of blocks in which it alone is best. */
  wins: "number",
  /** Mean ranks further apart than this differ at 5 % (Nemenyi). */
  critical_difference: "number",
  /** Friedman's χ² with its p-value, and Iman and Davenport's p-value, over all levels; null if there is one level. */
  chi_square: "number",
  p_value: "number",
  iman_davenport_p_value: "number",
  /** Combinations of all other axes, which `blocks_of` names: models × latent sizes. */
  blocks: "integer",
  blocks_of: "text",
} as const;

/** A row of {@linkcode compareOptimizers}, after the column of the compared axis. */
export type ComparisonRow = RowOf<typeof COLUMNS, { view: "best" | "grid"; treatment: Treatment }>;

const VIEWS = ["best", "grid"] as const;
function score(tried: readonly Configuration[], view: ComparisonRow["view"]): number {
  return view === "best" ? lowestMerit(tried)!.score : mean(tried.map(({ score }) => score));
}

function compare(results: Results, treatment: Treatment, options: ComparisonOptions) {
  const { compare = "optimizer", tune = "learning_rate" } = options;
  const response = responseOf(results, { ...options, treatment });
  const chosen = choiceOf(results, { ...options, treatment }), choice = chosen.values;
  const arranged = tunedBlocks(results, response.values, { compare, tune, choice });
  return VIEWS.flatMap((view) => {
    const blocks = arranged.map(({ competitors }) =>
      competitors.map((tried) => score(tried, view))
    );
    const test = friedmanTest(blocks);
    return axisOf(results, compare).levels.map((level, i) => ({
      [compare]: level,
      view,
      chosen_on: chosen.chosenOn,
      treatment,
      response: response.name,
      mean_rank: test.meanRanks[i],
      mean_score: mean(blocks.map((block) => block[i]!)),
      wins: mean(blocks.map((block) => Number(block.every((s, j) => j === i || s > block[i]!)))),
      critical_difference: test.criticalDifference,
      chi_square: test.chiSquare,
      p_value: test.pValue,
      iman_davenport_p_value: test.imanDavenport,
      blocks: blocks.length,
      blocks_of: Object.keys(arranged[0]!.block).join(" × "),
    }));
  });
}

/**
 * Ranks optimizers fairly: each at its own best learning rate as well as over the whole grid, as the ranking depends on
 * the search space (Choi et al. 2019; Sivaprasad et al. 2020), with Friedman's test and the critical difference over
 * models × latent sizes × further axes (Demšar 2006); options that only some models have are nested in the model. Each level of
 * the loss's reduction, and each number of genes, is compared for itself. The test takes blocks for independent, though
 * they share seeds with their splits: claims, whose unit is the seed, decide.
 *
 * @returns One row per optimizer, view and treatment of diverged runs ({@linkcode ComparisonRow}).
 * @throws {InputError} If there is one optimizer, or one of them has no outcome in some block.
 *
 * @example Stochastic gradient descent wins if tuned; over the grid the run that diverged costs it the lead
 * ```ts
 * import pl from "nodejs-polars";
 * import { compareOptimizers } from "./compare_optimizers.ts";
 * const frame = pl.DataFrame({
 *   optimizer: ["adam", "adam", "sgd", "sgd"], learning_rate: [0.1, 0.01, 0.1, 0.01], seed: Array(4).fill(0),
 *   status: ["converged", "converged", "diverged", "converged"], test_mse: [0.5, 0.3, null, 0.2],
 * });
 * const ranks = compareOptimizers(frame).toRecords().slice(0, 4).map((row) => `${row.view} ${row.optimizer} ${row.mean_rank}`);
 * if (ranks.join() !== "best adam 2,best sgd 1,grid adam 1.5,grid sgd 1.5") throw new Error("wrong ranks");
 * ```
 */
export function compareOptimizers(
  results: pl.DataFrame,
  options: ComparisonOptions = {},
): pl.DataFrame {
  const { compare: axis = "optimizer" } = options, read = readResults(results, options);
  // An optimizer's own options, such as the momentum, are told with its name: each is a competitor.
  const parts = apart(read, STUDY_AXES.filter((name) => name !== "momentum" && name !== axis));
  const table = parts.flatMap(({ levels, results }) =>
    TREATMENTS.flatMap((treatment) =>
      compare(nestAxes(results), treatment, options).map((row) => ({
        ...row,
        within: withinWords(levels),
      }))
    )
  );
  return toFrame(table, { ...levelColumns([axis]), ...COLUMNS });
}
