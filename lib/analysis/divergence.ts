import type pl from "nodejs-polars";
import { cellCount, cellOf } from "./_cell.ts";
import { type RowOf, toFrame } from "./_frame.ts";
import { type Axis, levelText, overOf, toAxis } from "./axis.ts";
import { column, readResults, type Results, type ResultsOptions } from "./results.ts";
import { wilsonInterval } from "../numbers/wilson_interval.ts";

const COLUMNS = {
  /** Names of the axes joined by " × "; "all" in the first row. */
  axes: "text",
  /** The first axis and its level, null in the first row. */
  axis_1: "text?",
  level_1: "text?",
  /** The second axis and its level, null for single axes. */
  axis_2: "text?",
  level_2: "text?",
  /** The axes that are counted over: all others, and the seed. */
  over: "text",
  /** Runs with an outcome: all but the failed. */
  runs: "integer",
  diverged: "integer",
  /** Runs that ended in an exception and have no outcome. */
  failed: "integer",
  /** diverged / runs; null without runs. */
  share: "number?",
  /** Wilson's 95 % interval for the share. */
  low: "number",
  high: "number",
} as const;

/** A row of {@linkcode divergence}. */
export type DivergenceRow = RowOf<typeof COLUMNS>;

/** Options of {@linkcode divergence}. */
export interface DivergenceOptions extends ResultsOptions {
  /** The axes whose levels and pairs of levels are shown. @default every axis that varies */
  of?: readonly string[];
}

/** Runs by combination of levels: those that finished, those that diverged and those that failed. */
function tally({ status }: Results, axes: readonly Axis[]) {
  const cells = cellCount(axes);
  const counts = Array.from({ length: cells }, () => ({ runs: 0, diverged: 0, failed: 0 }));
  status.forEach((status, run) => {
    const cell = counts[cellOf(axes, run)]!;
    if (status === "failed") return cell.failed++;
    cell.runs++;
    if (status === "diverged") cell.diverged++;
  });
  return counts;
}

function rows(results: Results, axes: readonly Axis[]): DivergenceRow[] {
  const [first, second] = axes, inner = second?.levels.length ?? 1;
  const shown = axes.map(({ name }) => name);
  const over = overOf({
    axes: [...results.axes, results.seed].filter(({ name }) => !shown.includes(name)),
  });
  return tally(results, axes).map((counts, at) => ({
    axes: axes.map((axis) => axis.name).join(" × ") || "all",
    axis_1: first?.name ?? null,
    level_1: first ? levelText(first.levels[Math.floor(at / inner)]!) : null,
    axis_2: second?.name ?? null,
    level_2: second ? levelText(second.levels[at % inner]!) : null,
    over,
    ...counts,
    share: counts.diverged / counts.runs,
    ...wilsonInterval(counts.diverged, counts.runs),
  })).filter(({ runs, failed }) => runs + failed > 0);
}

/**
 * The share of runs that diverged: over all, per level of each axis and per pair of levels.
 *
 * @returns One row per level and pair of levels that has runs ({@linkcode DivergenceRow}).
 * @throws {InputError} If the status or an axis is missing.
 *
 * @example
 * ```ts
 * import pl from "nodejs-polars";
 * import { divergence } from "./divergence.ts";
 * const frame = pl.DataFrame({
 *   learning_rate: [0.1, 0.1, 0.001], seed: [0, 1, 0], status: ["diverged", "converged", "converged"],
 * });
 * const [all, low, high] = divergence(frame).toRecords();
 * if (all!.diverged !== 1 || low!.share !== 0 || high!.share !== 0.5) throw new Error("wrong shares");
 * ```
 */
export function divergence(results: pl.DataFrame, options: DivergenceOptions = {}): pl.DataFrame {
  const read = readResults(results, options);
  const known = (name: string) => read.axes.find((axis) => axis.name === name);
  const axes = options.of?.map((name) => known(name) ?? toAxis(name, column(read, name))) ??
    read.axes;
  const pairs = axes.flatMap((first, i) => axes.slice(i + 1).map((second) => [first, second]));
  const subsets = [[], ...axes.map((axis) => [axis]), ...pairs];
  return toFrame(subsets.flatMap((axes) => rows(read, axes)), COLUMNS);
}
