import { sum } from "../../numbers/sum.ts";
import { togetherKey } from "./cost.ts";
import type { RunJob } from "./run_job.ts";

/**
 * How many workers have something to do, each of which trains runs of one dataset and graph at a time.
 *
 * @param jobs What is left to run.
 * @param population Runs that a worker trains at once at most.
 *
 * @example
 * ```ts
 * import { filledWorkers } from "./filled_workers.ts";
 * import { expandGrid, POSTER_GRID } from "./grid.ts";
 * const grid = { ...POSTER_GRID, models: ["vae"], latentSizes: [10, 20], learningRates: [0.01] };
 * const jobs = expandGrid(grid).map((configuration) => ({ configuration, dataset: "data.bin" }));
 * if (filledWorkers(jobs, 1) !== 6 || filledWorkers(jobs, 2) !== 4 || filledWorkers(jobs, 6) !== 2) {
 *   throw new Error("two graphs, each with three runs");
 * }
 * ```
 */
export function filledWorkers(
  jobs: readonly Pick<RunJob, "configuration" | "dataset">[],
  population: number,
): number {
  if (population === 1) return jobs.length;
  const alike = Map.groupBy(jobs, togetherKey);
  return sum([...alike.values()].map(({ length }) => Math.ceil(length / population)));
}
