import type { ExportedRun } from "./exported_runs.ts";

/** What tells runs of one configuration apart. */
export interface Repetitions {
  /** Pairs of seed and split seed, ascending. */
  readonly pairs: readonly (readonly [seed: number, splitSeed: number])[];
  /** Each run's, in the order of the runs. */
  readonly indexes: readonly number[];
}

/** Numbers the repetitions of configurations from 0: seeds, or each seed of each split where a sweep crosses these. */
export function repetitionsOf(runs: readonly ExportedRun[]): Repetitions {
  const keyOf = ({ seed, splitSeed }: ExportedRun) => `${seed} ${splitSeed}`;
  const known = new Map(runs.map((run) => [keyOf(run), [run.seed, run.splitSeed] as const]));
  const pairs = [...known.values()].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const places = new Map(pairs.map(([seed, split], i) => [`${seed} ${split}`, i]));
  return { pairs, indexes: runs.map((run) => places.get(keyOf(run))!) };
}
