import { type DataSize, epochCost, graphKey } from "../plan/cost.ts";
import type { RunJob } from "../plan/run_job.ts";

/**
 * Runs waiting for a worker. A worker gets runs of the graph it has compiled as long as there are any, then
 * the most expensive graph left, so that workers end together; when all graphs are taken, it helps another.
 */
export class RunQueue {
  readonly #groups = new Map<string, RunJob[]>();
  readonly #current = new Map<number, string>();

  constructor(jobs: readonly RunJob[], size: DataSize) {
    const dearestFirst = jobs
      .map((job) => ({ job, cost: epochCost(job.configuration, size) }))
      .sort((a, b) => b.cost - a.cost);
    for (const { job } of dearestFirst) this.add(job);
  }

  /** Puts a run in, or back in to try it again. */
  add(job: RunJob): void {
    const key = `${job.dataset} ${graphKey(job.configuration)}`, group = this.#groups.get(key);
    if (group) group.push(job);
    else this.#groups.set(key, [job]);
  }

  get size(): number {
    let size = 0;
    for (const group of this.#groups.values()) size += group.length;
    return size;
  }

  /** The next run for a worker; undefined when none is left. */
  next(worker: number): RunJob | undefined {
    const own = this.#current.get(worker);
    const key = own !== undefined && this.#groups.has(own) ? own : this.#dearestFree();
    if (key === undefined) return undefined;
    this.#current.set(worker, key);
    const group = this.#groups.get(key)!, job = group.shift();
    if (!group.length) this.#groups.delete(key);
    return job;
  }

  /** The most expensive graph that no worker has, else the most expensive one; looks at one more than there are workers. */
  #dearestFree(): string | undefined {
    const taken = new Set(this.#current.values());
    for (const key of this.#groups.keys()) if (!taken.has(key)) return key;
    return this.#groups.keys().next().value;
  }
}
