import type pl from "nodejs-polars";
import { levelColumns, type RowOf, toFrame } from "./_frame.ts";
import { type Configuration, configurations } from "./configurations.ts";
import { groupResults } from "./group_results.ts";
import { responseOf, type ResponseOptions, rowsOf, type Treatment } from "./response.ts";
import { furtherAxes, type Level, overOf, toAxis } from "./axis.ts";
import { column, readResults, type Results, type ResultsOptions } from "./results.ts";
import { bestOf, lowestMerit } from "./tuned_scores.ts";
import { choiceOf } from "./choice.ts";

/** Options of {@linkcode bestLearningRate}. */
export interface BestLevelOptions extends ResultsOptions, ResponseOptions {
  /** Columns within which the best is sought. @default model, optimizer, latent_size and every further axis */
  by?: readonly string[];
  /** The axis whose best level is sought. @default "learning_rate" */
  tune?: string;
}

const COLUMNS = {
  /** The level of the configuration that is chosen (see `chosen_on`); null if every run diverged. */
  best: "number?",
  /** The axes over which the best is sought: the tuned one, and others that are not grouped by. */
  over: "text",
  /** Its mean response, and how much worse that of the second choice is: not at all, if test samples disagree. */
  score: "number?",
  margin: "number?",
  /** Share of seeds that choose the same level when they choose alone. */
  agreement: "number?",
  /** Whether the best is the lowest or the highest level tried: then a better one may lie outside. */
  at_edge: "flag?",
  levels: "integer",
  seeds: "integer",
  /** "validation", or "test" for results without validation_mse. */
  chosen_on: "text",
  response: "text",
  treatment: "text",
} as const;

/** A row of {@linkcode bestLearningRate}, after the columns it is grouped by. */
export type BestLevelRow = RowOf<typeof COLUMNS, { treatment: Treatment }>;

/** The configuration that a seed alone would choose. */
function chosenBy(tried: readonly Configuration[], seed: number): Configuration | null {
  let best: Configuration | null = null, least = Infinity;
  for (const configuration of tried) {
    const merit = configuration.choice[seed]!;
    if (!(merit < least) || configuration.diverged === configuration.outcomes) continue;
    best = configuration;
    least = merit;
  }
  return best;
}

/** The share of seeds that, taken alone, choose the same level. */
function agreement(tried: readonly Configuration[], best: Level, tune: string): number {
  const winners = [...tried[0]!.choice.keys()].map((seed) => chosenBy(tried, seed))
    .filter((winner) => winner !== null);
  return winners.filter(({ levels }) => levels[tune] === best).length / winners.length;
}

/** The tuned axis is one also where a single level of it was tried. */
function withAxis(results: Results, name: string): Results {
  if (results.axes.some((axis) => axis.name === name)) return results;
  return { ...results, axes: [...results.axes, toAxis(name, column(results, name))] };
}

function row(tried: readonly Configuration[], tune: string) {
  const best = bestOf(tried), seeds = tried[0]?.values.length ?? 0;
  const levels = [...new Set(tried.map((configuration) => configuration.levels[tune]!))];
  const size = { levels: levels.length, seeds };
  if (!best) {
    return { best: null, score: null, margin: null, agreement: null, at_edge: null, ...size };
  }
  const level = best.levels[tune]!;
  const second = lowestMerit(tried.filter((other) => other.levels[tune] !== level));
  return {
    best: level,
    score: best.score,
    margin: second && second.score - best.score,
    agreement: agreement(tried, level, tune),
    at_edge: !levels.some((other) => other! < level!) || !levels.some((other) => other! > level!),
    ...size,
  };
}

/**
 * The best learning rate for each model, optimizer, latent size and combination of further axes.
 *
 * Grouped by fewer columns it is the learning rate of the best configuration, whose other axes `over` names.
 *
 * @returns One row per group ({@linkcode BestLevelRow}).
 *
 * @example
 * ```ts
 * import pl from "nodejs-polars";
 * import { bestLearningRate } from "./best_learning_rate.ts";
 * const frame = pl.DataFrame({
 *   learning_rate: [0.1, 0.01, 0.001], seed: [0, 0, 0], status: ["diverged", "converged", "converged"],
 *   test_mse: [null, 0.3, 0.4],
 * });
 * const [row] = bestLearningRate(frame, { by: [] }).toRecords();
 * if (row!.best !== 0.01 || row!.at_edge !== false) throw new Error("wrong learning rate");
 * ```
 */
export function bestLearningRate(
  results: pl.DataFrame,
  options: BestLevelOptions = {},
): pl.DataFrame {
  const { tune = "learning_rate" } = options, read = withAxis(readResults(results, options), tune);
  const others = furtherAxes(read).filter((name) => name !== tune);
  const { by = ["model", "optimizer", "latent_size", ...others] } = options;
  const all = responseOf(read, options), chosen = choiceOf(read, options);
  const table = groupResults(read, by).map(({ key, results, rows }) => {
    const response = rowsOf(all, rows), choice = rowsOf(chosen, rows);
    const { name, treatment } = all;
    const found = row(configurations(results, response, { choice }), tune);
    const about = { over: overOf(results), response: name, treatment, chosen_on: chosen.chosenOn };
    return { ...key, ...found, ...about };
  });
  return toFrame(table, { ...levelColumns(by), ...COLUMNS });
}
