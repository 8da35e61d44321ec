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
  /** Seconds per operation of the slowest epoch so far, by how many runs are trained at once. */
  readonly #paces = new Map<number, number>();

  /** @param least Seconds that any run may be silent. */
  constructor(size: DataSize, least: number) {
    this.#size = size;
    this.#least = least;
  }

  /**
   * Seconds until the end of a run's next epoch at the latest.
   *
   * @param options `fresh`: it is among its process's first ones. @default false `population`: how many runs its process
   * trains at once. @default 1
   */
  limit(
    configuration: RunConfiguration,
    { fresh = false, population = 1 }: { fresh?: boolean; population?: number } = {},
  ): number {
    const pace = this.#pace(population), cost = epochCost(configuration, this.#size);
    const expected = pace === undefined ? population * cost / SLOWEST : GENEROSITY * pace * cost;
    return Math.max(this.#least, expected, fresh ? STARTUP : 0);
  }

  /** Measured, else what it is at most by what was measured with more or fewer runs at once. */
  #pace(population: number): number | undefined {
    const others = this.#paces.entries().map(([others, pace]) =>
      pace * Math.max(1, population / others)
    );
    return this.#paces.get(population) ??
      (this.#paces.size > 0 ? Math.max(...others) : undefined);
  }

  /** An epoch took so many seconds. */
  measured(configuration: RunConfiguration, seconds: number, population = 1): void {
    const pace = seconds / epochCost(configuration, this.#size);
    if (!Number.isFinite(pace)) return;
    this.#paces.set(population, Math.max(this.#paces.get(population) ?? 0, pace));
  }
}
