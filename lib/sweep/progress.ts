import { formatDuration } from "../format/duration.ts";
import type { RunJob } from "./plan/run_job.ts";
import type { Forecast } from "./plan/forecast.ts";
import type { RunRecord } from "./store/record.ts";

/** What a display has to know of a sweep before it begins. */
export interface ProgressSetup {
  readonly jobs: readonly RunJob[];
  /** Runs of the grid that were finished before. */
  readonly before: number;
  /** Of the time that runs take; it learns from those that end. */
  readonly forecast: Forecast;
  /** Runs that each worker trains at once. @default 1 */
  readonly population?: number;
}

/** Runs that have to end before they say what an average one takes, where none was done before. */
const ENOUGH = 4;

/** Open runs that are looked at for each one that ends, on average at most: all of 100,000 take 50 ms. */
const LOOKED_AT = 2000;

/** How far a sweep is while it runs: counts, and the time left from what finished runs took and when they ended. */
export class SweepProgress {
  readonly #setup: ProgressSetup;
  readonly #open: Map<string, RunJob>;
  /** How many runs have to end before the time left is told. */
  readonly #enough: number;
  readonly #began = performance.now();
  readonly #counts: Record<string, number> = {};
  readonly #running = new Set<string>();
  /** Runs under way at once, at most so far: on a cluster often fewer than there are tasks. */
  #most = 1;
  #finished = 0;
  /** What all open runs take, in seconds, as it was when so many runs had ended. */
  #look = { seconds: 0, finished: -Infinity };

  constructor(setup: ProgressSetup) {
    this.#setup = setup;
    this.#open = new Map(setup.jobs.map((job) => [job.run, job]));
    this.#enough = setup.forecast.learned ? 0 : ENOUGH;
  }

  /** Takes in that a run begins; one that is tried again counts once. */
  begin({ run }: Pick<RunJob, "run">): void {
    this.#running.add(run);
    this.#most = Math.max(this.#most, this.#running.size);
  }

  /** Takes in that a run ended without a result, and waits to be tried again. */
  retry({ run }: Pick<RunJob, "run">): void {
    this.#running.delete(run);
  }

  /** Takes in a run's last record: its result, or that it failed for good. */
  add({ run, epochs, seconds, status, population }: RunRecord): void {
    const { configuration } = this.#open.get(run)!;
    this.#open.delete(run);
    this.#running.delete(run);
    this.#finished++;
    this.#counts[status] = (this.#counts[status] ?? 0) + 1;
    if (status === "failed") return; // what it took says nothing of what others take
    this.#setup.forecast.learn(configuration, { epochs, seconds, population });
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
    if (this.#finished < Math.min(this.#enough, this.#setup.jobs.length)) return "";
    const { population = 1 } = this.#setup;
    const workers = Math.max(1, Math.round(Math.min(this.#most, left) / population));
    if (!this.#setup.forecast.learned) return "";
    return `about ${formatDuration(this.#openSeconds() / workers)} left`;
  }

  /** Seconds that all open runs take one after the other; where they are very many, a few runs ago. */
  #openSeconds(): number {
    const since = this.#finished - this.#look.finished;
    if (since * LOOKED_AT < this.#open.size) return this.#look.seconds;
    const open = this.#open.values().map(({ configuration }) => configuration);
    const [from, to] = this.#setup.forecast.of(open).usual;
    this.#look = { seconds: (from + to) / 2, finished: this.#finished };
    return this.#look.seconds;
  }
}
