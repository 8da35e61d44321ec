import { type DataSize, epochCost } from "../sweep/plan/cost.ts";
import type { RunJob } from "../sweep/execute/protocol.ts";
import type { RunRecord } from "../sweep/store/record.ts";

/** What a display has to know of a sweep before it begins. */
export interface ProgressSetup {
  readonly jobs: readonly RunJob[];
  /** Runs of the grid that were finished before. */
  readonly before: number;
  readonly size: DataSize;
  readonly workers: number;
}

/** Counts, and the time left from what runs of known cost have taken so far. */
export class Account {
  readonly #setup: ProgressSetup;
  readonly #costs: ReadonlyMap<string, number>;
  readonly #began = performance.now();
  readonly #counts: Record<string, number> = {};
  readonly #running = new Set<string>();
  /** Runs under way at once, at most so far: on a cluster often fewer than there are tasks. */
  #most = 1;
  #finished = 0;
  #left: number;
  #spent = 0;
  #spentCost = 0;

  constructor(setup: ProgressSetup) {
    this.#setup = setup;
    const cost = ({ configuration }: RunJob) => epochCost(configuration, setup.size);
    this.#costs = new Map(setup.jobs.map((job) => [job.run, cost(job)]));
    this.#left = [...this.#costs.values()].reduce((sum, one) => sum + one, 0);
  }

  /** Takes in that a run begins; one that is tried again counts once. */
  begin({ run }: RunJob): void {
    this.#running.add(run);
    this.#most = Math.max(this.#most, this.#running.size);
  }

  /** Takes in a run's last record: its result, or that it failed for good. */
  add({ run, seconds, status }: RunRecord): void {
    const cost = this.#costs.get(run)!;
    this.#running.delete(run);
    this.#finished++;
    this.#counts[status] = (this.#counts[status] ?? 0) + 1;
    this.#left -= cost;
    if (status === "failed") return; // what it took says nothing of what others take
    this.#spent += seconds;
    this.#spentCost += cost;
  }

  get done(): number {
    return this.#setup.before + this.#finished;
  }

  get total(): number {
    return this.#setup.before + this.#setup.jobs.length;
  }

  /** Such as `2 diverged, about 5 min left`. */
  get summary(): string {
    const { diverged = 0, failed = 0 } = this.#counts;
    const parts = [`${diverged} diverged`, failed ? `${failed} failed` : "", this.#timeLeft()];
    return parts.filter((part) => part !== "").join(", ");
  }

  #timeLeft(): string {
    if (this.#finished === this.#setup.jobs.length) {
      return `took ${duration((performance.now() - this.#began) / 1000)}`;
    }
    // The first few runs say too little of what an average one takes.
    if (this.#finished < Math.min(4, this.#setup.jobs.length) || !this.#spentCost) return "";
    const atOnce = Math.min(this.#most, this.#setup.jobs.length - this.#finished);
    const seconds = this.#left * (this.#spent / this.#spentCost) / atOnce;
    return `about ${duration(seconds)} left`;
  }
}

/** Seconds as people say them: `40 s`, `5 min`, `2 h 10 min`. */
export function duration(seconds: number): string {
  if (seconds < 99.5) return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
