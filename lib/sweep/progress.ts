import { formatDuration } from "../format/duration.ts";
import { secondsLeft } from "../format/seconds_left.ts";
import type { RunJob } from "./plan/run_job.ts";
import { type DataSize, epochCost } from "./plan/cost.ts";
import type { RunRecord } from "./store/record.ts";

/** What a display has to know of a sweep before it begins. */
export interface ProgressSetup {
  readonly jobs: readonly RunJob[];
  /** Runs of the grid that were finished before. */
  readonly before: number;
  readonly size: DataSize;
}

/** Runs that have to end before they say what an average one takes. */
const ENOUGH = 4;

/** How far a sweep is while it runs: counts, and the time left from what runs of known cost have taken so far. */
export class SweepProgress {
  readonly #setup: ProgressSetup;
  readonly #costs: ReadonlyMap<string, number>;
  readonly #began = performance.now();
  readonly #counts: Record<string, number> = {};
  readonly #running = new Set<string>();
  /** Runs under way at once, at most so far: on a cluster often fewer than there are tasks. */
  #most = 1;
  #finished = 0;
  #left = 0;
  #seconds = 0;
  #work = 0;

  constructor(setup: ProgressSetup) {
    this.#setup = setup;
    const cost = ({ configuration }: RunJob) => epochCost(configuration, setup.size);
    this.#costs = new Map(setup.jobs.map((job) => [job.run, cost(job)]));
    for (const cost of this.#costs.values()) this.#left += cost;
  }

  /** Takes in that a run begins; one that is tried again counts once. */
  begin({ run }: Pick<RunJob, "run">): void {
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
    this.#seconds += seconds;
    this.#work += cost;
  }

  /** Runs of the grid that have ended, before or now. */
  get done(): number {
    return this.#setup.before + this.#finished;
  }

  /** Runs of the grid. */
  get total(): number {
    return this.#setup.before + this.#setup.jobs.length;
  }

  /** Such as `2 diverged, about 5 min left`. */
  get summary(): string {
    const { stalled = 0, diverged = 0, failed = 0 } = this.#counts;
    const parts = [
      stalled ? `${stalled} stalled` : "",
      `${diverged} diverged`,
      failed ? `${failed} failed` : "",
      this.time,
    ];
    return parts.filter((part) => part !== "").join(", ");
  }

  /** Such as `about 5 min left`, in the end `took 20 min`; empty while too few runs have ended to tell. */
  get time(): string {
    const left = this.#setup.jobs.length - this.#finished;
    if (left === 0) return `took ${formatDuration((performance.now() - this.#began) / 1000)}`;
    if (this.#finished < Math.min(ENOUGH, this.#setup.jobs.length)) return "";
    const workers = Math.min(this.#most, left);
    const seconds = secondsLeft(this.#left, { work: this.#work, seconds: this.#seconds, workers });
    return seconds === null ? "" : `about ${formatDuration(seconds)} left`;
  }
}
