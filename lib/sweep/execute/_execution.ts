import type { ExecutorControl, ExecutorOptions, ResultStore } from "./executor.ts";
import type { HangLimit } from "./_hang_limit.ts";
import type { RunQueue } from "./queue.ts";

/** What the workers of a sweep have in common. */
export interface Execution {
  readonly options: ExecutorOptions;
  readonly store: ResultStore;
  readonly control: ExecutorControl;
  readonly queue: RunQueue;
  /** Failed attempts of each run. */
  readonly attempts: Map<string, number>;
  readonly hangLimit: HangLimit;
  /** Runs that a process trains at once: fewer once a card had not the memory for as many. */
  population: number;
  /** Set: no further run is begun. */
  problem?: Error;
}
