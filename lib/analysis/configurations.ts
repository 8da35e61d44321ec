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
  /** What the configuration is chosen by, likewise per seed and as their mean. */
  readonly choice: Float64Array;
  readonly merit: number;
  /** How many of its runs have an outcome, and how many of those diverged. */
  readonly outcomes: number;
  readonly diverged: number;
}

/** Options of {@linkcode configurations}. */
export interface ConfigurationsOptions {
  /** What they are chosen by, one number per run: see `choiceOf`. @default the response itself */
  choice?: Float64Array;
}

interface Entry {
  readonly codes: number[];
  readonly values: Float64Array;
  readonly choice: Float64Array;
  /** Runs of each seed so far. */
  readonly counts: Uint32Array;
  outcomes: number;
  diverged: number;
}

/** Takes one more number into the mean of a seed's numbers, of which there were `known`. */
function average(means: Float64Array, seed: number, value: number, known: number): void {
  means[seed] = known === 0 ? value : means[seed]! + (value - means[seed]!) / (known + 1);
}

/**
 * The configurations that were tried, with at least one run that has an outcome, in the order of their levels.
 *
 * @param response One number per run, NaN for failed runs.
 */
export function configurations(
  results: Results,
  response: Float64Array,
  { choice = response }: ConfigurationsOptions = {},
): Configuration[] {
  const { axes, seed } = results, seeds = seed.levels.length;
  const none = () => new Float64Array(seeds).fill(NaN);
  const found = new Map<number, Entry>();
  for (let run = 0; run < results.runs; run++) {
    if (Number.isNaN(response[run]!)) continue;
    const id = cellOf(axes, run);
    if (!found.has(id)) {
      const codes = axes.map((axis) => axis.codes[run]!);
      const [values, choice, counts] = [none(), none(), new Uint32Array(seeds)];
      found.set(id, { codes, values, choice, counts, outcomes: 0, diverged: 0 });
    }
    const entry = found.get(id)!, unit = seed.codes[run]!, known = entry.counts[unit]!++;
    average(entry.values, unit, response[run]!, known);
    average(entry.choice, unit, choice[run]!, known);
    entry.outcomes++;
    entry.diverged += Number(results.status[run] === "diverged");
  }
  return [...found].sort(([a], [b]) => a - b).map(([, { counts: _, ...entry }]) => ({
    ...entry,
    levels: Object.fromEntries(
      axes.map((axis, i) => [axis.name, axis.levels[entry.codes[i]!]!]),
    ),
    score: weightedScore(entry.values),
    merit: weightedScore(entry.choice),
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
