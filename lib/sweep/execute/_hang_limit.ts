import { type DataSize, epochCost } from "../plan/cost.ts";
import type { RunConfiguration } from "../plan/grid.ts";

/** How many times longer than usual an epoch may take. */
const GENEROSITY = 20;

/** Floating point operations per second that any working process achieves: the estimate before one is measured. */
const SLOWEST = 50e6;

/** Seconds in which a process starts, loads its data and finishes the first epoch. */
const STARTUP = 60;

/** How long a run may be silent before it counts as hung: from what epochs of known cost have taken. */
export class HangLimit {
  readonly #size: DataSize;
  readonly #least: number;
  /** Seconds per operation, of the slowest epoch so far. */
  #pace: number | undefined;

  /** @param least Seconds that any run may be silent. */
  constructor(size: DataSize, least: number) {
    this.#size = size;
    this.#least = least;
  }

  /** Seconds until the end of a run's next epoch at the latest; `fresh`: it is its process's first one. */
  limit(configuration: RunConfiguration, fresh = false): number {
    const cost = epochCost(configuration, this.#size);
    const expected = this.#pace === undefined ? cost / SLOWEST : GENEROSITY * this.#pace * cost;
    return Math.max(this.#least, expected, fresh ? STARTUP : 0);
  }

  /** An epoch took so many seconds. */
  measured(configuration: RunConfiguration, seconds: number): void {
    const pace = seconds / epochCost(configuration, this.#size);
    if (Number.isFinite(pace)) this.#pace = Math.max(this.#pace ?? 0, pace);
  }
}
