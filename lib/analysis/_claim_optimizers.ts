import type pl from "nodejs-polars";
import { InputError } from "../errors.ts";
import { type ClaimRow, claimRow } from "./_claim.ts";
import { compareOptimizers, type ComparisonRow } from "./compare_optimizers.ts";
import { furtherAxes } from "./axis.ts";
import type { Results, ResultsOptions } from "./results.ts";

const BEST = ["adam", "rmsprop"];

/** Claim 3: both rank better than every other optimizer by more than the critical difference. */
export function adamAndRmspropAreBest(
  frame: pl.DataFrame,
  results: Results,
  options: ResultsOptions,
): ClaimRow[] {
  const text = "Adam and RMSprop are best";
  const levels = results.axes.find(({ name }) => name === "optimizer")?.levels.map(String) ?? [];
  const tunes = results.axes.some(({ name }) => name === "learning_rate");
  const statistic = "mean rank of the best other optimizer minus the worse of Adam's and RMSprop's";
  if (!tunes || !BEST.every((name) => levels.includes(name)) || levels.length < 3) {
    const about = { claim: 3, text, statistic, threshold: 0, treatment: "rank" as const };
    const note = "the grid lacks Adam, RMSprop, another optimizer or several learning rates";
    return [claimRow(about, { value: null, interval: null, note })];
  }
  let table: readonly (ComparisonRow & { optimizer: string })[];
  try {
    table = compareOptimizers(frame, options).toRecords() as unknown as typeof table;
  } catch (error) {
    // Runs are missing: this claim cannot be decided, which is no reason to withhold the others.
    if (!(error instanceof InputError)) throw error;
    const about = { claim: 3, text, statistic, threshold: 0, treatment: "rank" as const };
    return [claimRow(about, { value: null, interval: null, note: error.message })];
  }
  const parts = Map.groupBy(table, (row) => `${row.view} ${row.treatment}`);
  return [...parts.values()].map((rows) => {
    const rank = (keep: (optimizer: string) => boolean) =>
      rows.filter(({ optimizer }) => keep(optimizer)).map((row) => row.mean_rank);
    const value = Math.min(...rank((name) => !BEST.includes(name))) -
      Math.max(...rank((name) => BEST.includes(name)));
    const { view, treatment, critical_difference: difference, blocks } = rows[0]!;
    const about = { claim: 3, text, statistic, threshold: 0, treatment };
    const interval = { low: value - difference, high: value + difference };
    const note = `± Nemenyi's critical difference over ${blocks} blocks` +
      (furtherAxes(results).length > 0 ? ` of ${rows[0]!.blocks_of}` : "");
    // Tuned is what a user would compare; the whole grid shows what the choice of the grid does to the ranking.
    const part = view === "best" ? "all" : "whole grid instead of best learning rates";
    return claimRow(about, { part, value, interval, note });
  });
}
