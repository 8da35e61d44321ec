import type pl from "nodejs-polars";
import { type ColumnType, toFrame } from "./_frame.ts";
import { groupResults } from "./group_results.ts";
import { readResults, type Results, type ResultsOptions } from "./results.ts";
import { wilsonInterval } from "./statistics/wilson_interval.ts";

/** A row of {@linkcode divergence}. */
export interface DivergenceRow {
  /** Names of the axes joined by " × "; "all" in the first row. */
  readonly axes: string;
  /** The first axis and its level, null in the first row. */
  readonly axis_1: string | null;
  readonly level_1: string | null;
  /** The second axis and its level, null for single axes. */
  readonly axis_2: string | null;
  readonly level_2: string | null;
  /** Runs with an outcome: all but the failed. */
  readonly runs: number;
  readonly diverged: number;
  /** Runs that ended in an exception and have no outcome. */
  readonly failed: number;
  /** diverged / runs; null without runs. */
  readonly share: number | null;
  /** Wilson's 95 % interval for the share. */
  readonly low: number;
  readonly high: number;
}

const COLUMNS: Record<keyof DivergenceRow, ColumnType> = {
  axes: "text",
  axis_1: "text",
  level_1: "text",
  axis_2: "text",
  level_2: "text",
  runs: "integer",
  diverged: "integer",
  failed: "integer",
  share: "number",
  low: "number",
  high: "number",
};

function counts({ status }: Results) {
  const diverged = status.filter((value) => value === "diverged").length;
  const failed = status.filter((value) => value === "failed").length, runs = status.length - failed;
  return { runs, diverged, failed, share: diverged / runs, ...wilsonInterval(diverged, runs) };
}

function rows(results: Results, axes: readonly string[]): DivergenceRow[] {
  return groupResults(results, axes).map(({ key, results }) => ({
    axes: axes.join(" × ") || "all",
    axis_1: axes[0] ?? null,
    level_1: axes[0] === undefined ? null : String(key[axes[0]]),
    axis_2: axes[1] ?? null,
    level_2: axes[1] === undefined ? null : String(key[axes[1]]),
    ...counts(results),
  }));
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
export function divergence(results: pl.DataFrame, options: ResultsOptions = {}): pl.DataFrame {
  const read = readResults(results, options), names = read.axes.map((axis) => axis.name);
  // Only status and axes are looked at; copying the other columns for every pair would be most of the time.
  const slim = { ...read, columns: new Map(names.map((name) => [name, read.columns.get(name)!])) };
  const pairs = names.flatMap((first, i) => names.slice(i + 1).map((second) => [first, second]));
  const subsets = [[], ...names.map((name) => [name]), ...pairs];
  return toFrame(subsets.flatMap((axes) => rows(slim, axes)), COLUMNS);
}
