import { type DataSize, epochCost, togetherKey } from "../plan/cost.ts";
import type { RunJob } from "../plan/run_job.ts";

/** What a worker asks for. */
export interface NextRun {
  /** Whether it is at runs: only others of their graph can be trained beside them. @default false */
  readonly busy?: boolean;
  /** Of the run whose place is free: one of the same optimizer is preferred. @default {the dearest run} */
  readonly optimizer?: string;
}

/**
 * Runs waiting for a worker. A worker gets runs of the graph it has compiled as long as there are any, then
 * the most expensive graph left, so that workers end together; when all graphs are taken, it helps another.
 */
export class RunQueue {
  readonly #groups = new Map<string, RunJob[]>();
  readonly #alone: RunJob[] = [];
  readonly #current = new Map<number, string>();

  constructor(jobs: readonly RunJob[], size: DataSize) {
    const dearestFirst = jobs
      .map((job) => ({ job, cost: epochCost(job.configuration, size) }))
      .sort((a, b) => b.cost - a.cost);
    for (const { job } of dearestFirst) this.add(job);
  }

  /** Puts a run in, or back in to try it again. */
  add(job: RunJob): void {
    const key = togetherKey(job), group = this.#groups.get(key);
    if (group) group.push(job);
    else this.#groups.set(key, [job]);
  }

  /** Puts a run back that is to be tried again with no other beside it. */
  addAlone(job: RunJob): void {
    this.#alone.push(job);
  }

  get size(): number {
    let size = this.#alone.length;
    for (const group of this.#groups.values()) size += group.length;
    return size;
  }

  /** The next run that is to have a process for itself, if there is one. */
  nextAlone(): RunJob | undefined {
    return this.#alone.shift();
  }

  /** The next run for a worker; undefined when none is left, or none that can be trained beside its others. */
  next(worker: number, { busy = false, optimizer }: NextRun = {}): RunJob | undefined {
    const own = this.#current.get(worker);
    const key = own !== undefined && this.#groups.has(own)
      ? own
      : busy
      ? undefined
      : this.#dearestFree();
    if (key === undefined) return undefined;
    this.#current.set(worker, key);
    const group = this.#groups.get(key)!;
    const alike = group.findIndex(({ configuration }) => configuration.optimizer === optimizer);
    const [job] = group.splice(Math.max(alike, 0), 1);
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
