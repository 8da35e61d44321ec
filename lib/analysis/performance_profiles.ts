import type pl from "nodejs-polars";
import { cellOf } from "./_cell.ts";
import { levelColumns, type RowOf, toFrame } from "./_frame.ts";
import { choiceColumn } from "./choice.ts";
import { axisOf } from "./group_results.ts";
import { nestAxes } from "./nested_axes.ts";
import { readResults, type Results, type ResultsOptions } from "./results.ts";
import { losses } from "./response.ts";
import { performanceProfile } from "../numbers/performance_profile.ts";

/** Options of {@linkcode performanceProfiles}. */
export interface ProfileOptions extends ResultsOptions {
  /** The axis whose levels compete. @default "model" */
  compare?: string;
  /** The positive outcome compared by ratio, lower is better. @default "test_mse" */
  response?: string;
  /** Factors of the best; @default 61 from 1 to 4 in equal ratios */
  factors?: readonly number[];
}

const COLUMNS = {
  /** τ: how many times the best competitor's outcome is allowed. */
  factor: "number",
  /** Share of problems solved within the factor. */
  share: "number",
  /** Combinations of all other axes and the seed in which every competitor has an outcome. */
  problems: "integer",
  /** The axes whose combinations they are. */
  problems_of: "text",
  /** Combinations left out since a competitor's run is missing or failed. */
  incomplete: "integer",
  /** What the best competitor of each problem is chosen on: "validation", or "test" for results without validation_mse. */
  chosen_on: "text",
} as const;

/** A row of {@linkcode performanceProfiles}, after the column of the compared axis. */
export type ProfileRow = RowOf<typeof COLUMNS>;

const FACTORS = Array.from({ length: 61 }, (_, i) => 4 ** (i / 60));

/** What each competitor reaches, and the number by which the best of them is chosen. */
interface Problem {
  readonly losses: Float64Array;
  readonly choice: Float64Array;
}

/** One problem per combination of everything but the compared axis. */
function problemsOf(results: Results, compare: string, response: string): Problem[] {
  const solver = axisOf(results, compare), values = losses(results, response, 1);
  const chosen = losses(results, choiceColumn(results, response).name, 1);
  const rest = [...results.axes.filter((axis) => axis !== solver), results.repetition];
  const problems = new Map<number, Problem>();
  const none = () => new Float64Array(solver.levels.length).fill(NaN);
  for (let run = 0; run < results.runs; run++) {
    const id = cellOf(rest, run);
    if (!problems.has(id)) problems.set(id, { losses: none(), choice: none() });
    const problem = problems.get(id)!, place = solver.codes[run]!;
    problem.losses[place] = values[run]!;
    problem.choice[place] = chosen[run]!;
  }
  return [...problems.values()];
}

/** The loss of the competitor that would be chosen. */
function bestOf({ losses, choice }: Problem): number {
  return losses[choice.reduce((best, value, i) => value < choice[best]! ? i : best, 0)]!;
}

/**
 * Performance profiles across models (Dolan & Moré 2002): a problem is a combination of everything else, seed included;
 * a diverged run never solves its problem, whatever the factor (no clipping is needed). The best of a problem is chosen on
 * validation samples; several may do better than it on test samples. A model with options of its own
 * competes once with each of them: see `nestAxes`.
 *
 * @returns One row per model and factor ({@linkcode ProfileRow}).
 * @throws {InputError} If the compared axis does not vary.
 *
 * @example
 * ```ts
 * import pl from "nodejs-polars";
 * import { performanceProfiles } from "./performance_profiles.ts";
 * const frame = pl.DataFrame({
 *   model: ["iwae", "vae"], seed: [0, 0], status: ["converged", "converged"], test_mse: [0.2, 0.3],
 * });
 * const shares = performanceProfiles(frame, { factors: [1, 1.6] }).getColumn("share").toArray();
 * if (shares.join() !== "1,1,0,1") throw new Error("wrong profile");
 * ```
 */
export function performanceProfiles(
  results: pl.DataFrame,
  options: ProfileOptions = {},
): pl.DataFrame {
  const { compare = "model", response = "test_mse", factors = FACTORS } = options;
  const read = nestAxes(readResults(results, options)), all = problemsOf(read, compare, response);
  const solver = axisOf(read, compare);
  const others = [...read.axes.filter((axis) => axis !== solver), read.seed]
    .map(({ name }) => name).join(" × ");
  const problems = all.filter(({ losses }) => !losses.some(Number.isNaN));
  const profiles = performanceProfile(problems.map(({ losses }) => losses), factors, {
    best: problems.map(bestOf),
  });
  const table = solver.levels.flatMap((level, solver) =>
    factors.map((factor, i) => ({
      [compare]: level,
      factor,
      share: profiles[solver]?.[i] ?? null,
      problems: problems.length,
      problems_of: others,
      incomplete: all.length - problems.length,
      chosen_on: choiceColumn(read, response).chosenOn,
    }))
  );
  return toFrame(table, { ...levelColumns([compare]), ...COLUMNS });
}
