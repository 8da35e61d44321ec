/**
 * Worker processes unless told otherwise: one per core, with one thread each. Two workers of one thread do
 * about 1.2 times the steps of one worker of two, and a thread count that does not depend on the number of
 * workers gives the same bits whatever that number is.
 *
 * @example
 * ```ts
 * import { DEFAULT_WORKERS } from "./resources.ts";
 * if (DEFAULT_WORKERS < 1) throw new Error("no worker");
 * ```
 */
export const DEFAULT_WORKERS: number = navigator.hardwareConcurrency;

/** Array tasks among which runs are divided unless told otherwise; those for which no processor is free wait. */
const DEFAULT_TASKS = 16;

/**
 * How many processes work on a sweep: workers on this machine, or array tasks on a cluster.
 *
 * @param options What was asked for, and where.
 *
 * @example
 * ```ts
 * import { DEFAULT_WORKERS, workerCount } from "./resources.ts";
 * if (workerCount({}) !== DEFAULT_WORKERS) throw new Error("one per core");
 * if (workerCount({ executor: "slurm", workers: 3 }) !== 3) throw new Error("as asked for");
 * ```
 */
export function workerCount(
  { workers, executor = "local" }: {
    readonly workers?: number;
    readonly executor?: "local" | "slurm";
  },
): number {
  return workers ?? { local: DEFAULT_WORKERS, slurm: DEFAULT_TASKS }[executor];
}
