import { cellOf } from "./_cell.ts";
import { type Level, levelText } from "./axis.ts";
import type { Results } from "./results.ts";

/** A combination of levels with the response averaged over its seeds: the units of noise, see `Results`. */
export interface Configuration {
  /** Position of the level on each axis. */
  readonly codes: readonly number[];
  /** Axis and its level. */
  readonly levels: Readonly<Record<string, Level>>;
  /** Response per seed, in the order of the seed axis; NaN where the run is missing or failed. Runs on one split count by their mean. */
  readonly values: Float64Array;
  /** Mean over the seeds there are. */
  readonly score: number;
  /** How many of its runs have an outcome, and how many of those diverged. */
  readonly outcomes: number;
  readonly diverged: number;
}

/**
 * The configurations that were tried, with at least one run that has an outcome, in the order of their levels.
 *
 * @param response One number per run, NaN for failed runs.
 */
export function configurations(results: Results, response: Float64Array): Configuration[] {
  const { axes, seed } = results, seeds = seed.levels.length;
  const found = new Map<
    number,
    {
      codes: number[];
      values: Float64Array;
      counts: Uint32Array;
      outcomes: number;
      diverged: number;
    }
  >();
  for (let run = 0; run < results.runs; run++) {
    if (Number.isNaN(response[run]!)) continue;
    const id = cellOf(axes, run);
    if (!found.has(id)) {
      const codes = axes.map((axis) => axis.codes[run]!);
      const values = new Float64Array(seeds).fill(NaN), counts = new Uint32Array(seeds);
      found.set(id, { codes, values, counts, outcomes: 0, diverged: 0 });
    }
    const entry = found.get(id)!, unit = seed.codes[run]!, known = entry.counts[unit]!++;
    const before = known === 0 ? 0 : entry.values[unit]!;
    entry.values[unit] = before + (response[run]! - before) / (known + 1);
    entry.outcomes++;
    entry.diverged += Number(results.status[run] === "diverged");
  }
  return [...found].sort(([a], [b]) => a - b).map(([, { codes, values, outcomes, diverged }]) => ({
    codes,
    outcomes,
    diverged,
    levels: Object.fromEntries(axes.map((axis, i) => [axis.name, axis.levels[codes[i]!]!])),
    values,
    score: weightedScore(values),
  }));
}

/**
 * The mean over the seeds that have a value, each with its weight; NaN if none of them has any weight.
 *
 * @param values One number per seed, NaN where there is none.
 * @param weights One per seed. @default equal weights
 */
export function weightedScore(values: ArrayLike<number>, weights?: ArrayLike<number>): number {
  let sum = 0, total = 0;
  for (let seed = 0; seed < values.length; seed++) {
    const weight = weights?.[seed] ?? 1;
    if (weight === 0 || Number.isNaN(values[seed]!)) continue;
    sum += weight * values[seed]!;
    total += weight;
  }
  return sum / total;
}

/** A configuration in words, such as "learning_rate 0.001, optimizer adam": the axes that vary and its model has. */
export function nameOf({ levels }: Pick<Configuration, "levels">): string {
  return Object.entries(levels).filter(([, level]) => level !== null)
    .map(([axis, level]) => `${axis} ${levelText(level)}`).join(", ");
}
