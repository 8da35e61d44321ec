import { cellCount, cellOf } from "./_cell.ts";
import type { Axis } from "./axis.ts";
import type { ClaimRuns } from "./_claim_runs.ts";

/**
 * The best runs, chosen within each repetition: for each combination of levels of some axes, the run that is best by the choice's
 * error over all other axes.
 *
 * @param by The axes whose levels are kept apart.
 * @returns Per combination, the last axis fastest, one run per repetition; null for a combination that lacks one.
 */
export function bestRuns(
  { results, choice }: ClaimRuns,
  by: readonly Axis[],
): (Int32Array | null)[] {
  const { levels: { length: inner }, codes } = results.repetition;
  const best = new Int32Array(cellCount(by) * inner).fill(-1);
  for (let run = 0; run < results.runs; run++) {
    const at = cellOf(by, run) * inner + codes[run]!;
    if (best[at]! < 0 || choice[run]! < choice[best[at]!]!) best[at] = run;
  }
  return Array.from({ length: cellCount(by) }, (_, cell) => {
    const runs = best.subarray(cell * inner, (cell + 1) * inner);
    return runs.includes(-1) ? null : runs;
  });
}

/** The errors of these. @param response The error that is reported, per run. */
export function bestInEach(
  runs: ClaimRuns,
  by: readonly Axis[],
  response: Float64Array,
): (Float64Array | null)[] {
  return bestRuns(runs, by).map((best) => best && Float64Array.from(best, (run) => response[run]!));
}

const known = new WeakMap<Axis, Int32Array>();

/** The seed that each repetition belongs to. */
function unitsOf({ repetition, seed }: ClaimRuns["results"]): Int32Array {
  const before = known.get(repetition);
  if (before) return before;
  const unit = new Int32Array(repetition.levels.length);
  repetition.codes.forEach((level, run) => unit[level] = seed.codes[run]!);
  known.set(repetition, unit);
  return unit;
}

/** Per seed, the mean over its repetitions: one where each seed has its own split. */
export function bySeed({ results, seeds }: ClaimRuns, values: ArrayLike<number>): Float64Array {
  const means = new Float64Array(seeds);
  const unit = unitsOf(results);
  const counts = new Float64Array(seeds);
  unit.forEach((seed) => counts[seed]! += 1);
  unit.forEach((seed, level) => means[seed]! += values[level]! / counts[seed]!);
  return means;
}
