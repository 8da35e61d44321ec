import { InputError, StorageError } from "../../errors.ts";
import type { Failure } from "../store/failure.ts";
import type { HangLimit } from "./_hang_limit.ts";
import type { SweepObserver } from "./observer.ts";
import type { RunJob } from "../plan/run_job.ts";
import type { WorkerMessage } from "./protocol.ts";
import { Watchdog } from "./watchdog.ts";
import type { WorkerProcess } from "./_worker_process.ts";

/** An attempt without a result. */
export interface LostAttempt {
  readonly failure: Failure;
  readonly error: string;
  readonly seconds: number;
  readonly startedAt: string;
}

/** A run that has ended; without its record on disk where it is lost. */
export interface EndedRun {
  readonly job: RunJob;
  readonly lost?: LostAttempt;
}

/** A run that a process is at. */
interface UnderWay {
  readonly job: RunJob;
  readonly startedAt: string;
  readonly began: number;
  readonly watchdog: Watchdog;
  /** Seconds until it counts as hung. */
  limit: number;
  epochs: number;
  /** Whether its network is no longer needed: it is measured beside the run that took its place. */
  trained: boolean;
}

/** What all workers of a sweep have in common. */
interface Context {
  readonly observer?: SweepObserver;
  readonly hangLimit: HangLimit;
}

/**
 * A worker process and the runs that it is at, each with a watchdog of its own: one that makes no progress ends the process,
 * and all of its runs with it.
 */
export class WorkerRuns {
  /** Runs that it trains at once, at most. */
  readonly population: number;
  readonly #worker: number;
  readonly #process: WorkerProcess;
  readonly #context: Context;
  readonly #runs = new Map<string, UnderWay>();
  /** Optimizers of the runs whose places are free. */
  readonly #freed: string[] = [];
  #fresh = true;
  #ready = false;
  #hung: number | undefined;
  #trusted = true;

  constructor(worker: number, process: WorkerProcess, population: number, context: Context) {
    this.#worker = worker;
    this.#process = process;
    this.population = population;
    this.#context = context;
  }

  /** Runs that have not ended. */
  get size(): number {
    return this.#runs.size;
  }

  /** Whether it may be given a further run: something threw in it, or it has ended or is about to, where not. */
  get trusted(): boolean {
    return this.#trusted && this.#hung === undefined;
  }

  /** Whether the process has started, and leaves to the sweep what a signal means. */
  get ready(): boolean {
    return this.#ready;
  }

  /** Whether it has a place for one more. Those that are measured wait for a processor: there are not ever more of them. */
  get free(): boolean {
    const training = this.#runs.values().filter(({ trained }) => !trained).toArray().length;
    return this.trusted && training < this.population && this.size < 2 * this.population;
  }

  /** The optimizer of a run whose place is free. */
  get freedOptimizer(): string | undefined {
    return this.#freed[0];
  }

  /** Gives it a run. */
  async begin(job: RunJob): Promise<void> {
    const { hangLimit, observer } = this.#context, { population } = this;
    const limit = hangLimit.limit(job.configuration, { fresh: this.#fresh, population });
    const watchdog = new Watchdog(() => {
      this.#hung = underWay.limit;
      this.#process.kill();
    });
    const startedAt = new Date().toISOString(), began = performance.now();
    const underWay: UnderWay = {
      job,
      startedAt,
      began,
      watchdog,
      limit,
      epochs: 0,
      trained: false,
    };
    this.#runs.set(job.run, underWay);
    this.#freed.shift();
    watchdog.expect(limit);
    observer?.started?.(this.#worker, job);
    await this.#process.send(job);
  }

  /**
   * Waits until runs end or a place is free.
   *
   * @returns The run that ended; all that were left if the process did; none if there is only a place.
   * @throws {StorageError} If there was no room for a run's results.
   * @throws {InputError} If no run can be executed on this machine as it is.
   */
  async next(): Promise<readonly EndedRun[]> {
    while (true) {
      const message = await this.#process.receive();
      if (!message) break;
      const ended = this.#take(message);
      if (ended) return ended;
    }
    this.#trusted = false;
    const lost = await this.#loss();
    return [...this.#runs.values()].map((underWay) => this.#end(underWay, lost));
  }

  /** Takes in a message; undefined where nothing ended by it. */
  #take(message: WorkerMessage): readonly EndedRun[] | undefined {
    if (message.type === "ready") {
      this.#ready = true;
      return undefined;
    }
    if (message.type === "unusable") throw new InputError(message.problem);
    const { observer } = this.#context;
    if (message.type === "note") {
      observer?.note?.(`worker ${this.#worker + 1}: ${message.text}`);
      return undefined;
    }
    const underWay = this.#runs.get(message.type === "done" ? message.record.run : message.run)!;
    if (message.type === "epoch") {
      this.#epoch(underWay, message.epoch);
      observer?.epoch?.(this.#worker, underWay.job, message.epoch, message.loss);
      return undefined;
    }
    if (message.type === "trained") {
      this.#free(underWay);
      return [];
    }
    if (message.type === "error") {
      if (message.storage) throw new StorageError(message.error);
      this.#trusted = false;
      return [this.#end(underWay, { failure: "error", error: message.error })];
    }
    this.#fresh = false;
    observer?.finished?.(this.#worker, message.record);
    const ended = this.#end(underWay);
    this.#renewWaiting();
    return [ended];
  }

  /** Runs wait for others: for their end before the first epoch, if they cannot be trained together, and to be measured. */
  #renewWaiting(): void {
    for (const { trained, epochs, watchdog, limit } of this.#runs.values()) {
      if (trained || epochs === 0) watchdog.expect(limit);
    }
  }

  #epoch(underWay: UnderWay, epoch: number): void {
    const { hangLimit } = this.#context, { configuration } = underWay.job, { population } = this;
    this.#fresh = false;
    underWay.epochs = epoch;
    underWay.limit = hangLimit.limit(configuration, { population });
    const seconds = underWay.watchdog.expect(underWay.limit);
    // The first epoch includes the start of the process, its data and its graph.
    if (epoch > 1) hangLimit.measured(configuration, seconds, population);
    this.#renewWaiting();
  }

  /** Another run may have its place. */
  #free(underWay: UnderWay): void {
    if (underWay.trained) return;
    underWay.trained = true;
    underWay.watchdog.expect(underWay.limit);
    this.#freed.push(underWay.job.configuration.optimizer);
  }

  #end(underWay: UnderWay, lost?: Pick<LostAttempt, "failure" | "error">): EndedRun {
    const { job, startedAt, began, watchdog } = underWay;
    this.#free(underWay);
    watchdog.stop();
    this.#runs.delete(job.run);
    if (!lost) return { job };
    return { job, lost: { ...lost, startedAt, seconds: (performance.now() - began) / 1000 } };
  }

  /** Why the process ended. */
  async #loss(): Promise<Pick<LostAttempt, "failure" | "error">> {
    if (this.#hung === undefined) return await this.#process.ending();
    const seconds = Math.round(this.#hung), which = this.size > 1 ? "a" : "the";
    const error = `${which} run made no progress for ${seconds} s and was ended`;
    return { failure: "hung", error };
  }

  /** Ends the process at once, and all that it is at. */
  kill(): void {
    this.#process.kill();
  }

  /** Ends the process and waits for that: at once, or as `JsonProcess.stop` does. */
  async stop(how: "kill" | "close"): Promise<void> {
    for (const { watchdog } of this.#runs.values()) watchdog.stop();
    await this.#process.stop(how);
  }
}
