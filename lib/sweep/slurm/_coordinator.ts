import { hostname } from "node:os";
import { InputError } from "../../errors.ts";
import { cutTasks, expectedCost, pieces } from "./_cut.ts";
import { TaskTracker } from "./_task_tracker.ts";
import type { TrackedTask } from "./_tracked_task.ts";
import { slurmFolder } from "./_files.ts";
import type { Ledger } from "./_ledger.ts";
import type { ExecutorOutcome } from "../execute/executor.ts";
import type { SlurmOptions } from "./_options.ts";
import { maxArraySize } from "./_queue.ts";
import { submitArray } from "./_submit.ts";
import type { Failure } from "../store/failure.ts";
import { filledWorkers } from "../plan/filled_workers.ts";
import type { RunJob } from "../plan/run_job.ts";
import { plural } from "../../format/plural.ts";
import { computation, failedRecord } from "../store/record.ts";

/** Milliseconds between two readings of what the tasks wrote. */
const POLL_INTERVAL = 1000;

/** Milliseconds after a refusal before the rest is submitted again, while other tasks are at work. */
const REFUSED_PAUSE = 30_000;

/** Keeps every run in exactly one array task until it has a result. */
export class SlurmCoordinator {
  readonly #options: SlurmOptions;
  readonly #ledger: Ledger;
  readonly #tracker: TaskTracker;
  readonly #cost: (job: RunJob) => number;
  readonly #ends = new Map<string, number>();
  #waiting: RunJob[] = [];
  #cancelled = 0;
  #problem: string | null = null;
  #notBefore = 0;
  #limit: number | undefined;
  #submitted = false;

  constructor(jobs: readonly RunJob[], options: SlurmOptions, ledger: Ledger) {
    this.#options = options;
    this.#ledger = ledger;
    this.#tracker = new TaskTracker(jobs, options, ledger);
    this.#cost = expectedCost(options.done, options.size);
  }

  async run(): Promise<ExecutorOutcome> {
    const { stopping } = this.#options;
    this.#waiting = this.#tracker.reattach();
    while (this.#tracker.open.size && !stopping?.aborted) {
      if (this.#waiting.length && (!this.#tracker.size || performance.now() >= this.#notBefore)) {
        await this.#submit();
      }
      if (!this.#tracker.size) {
        this.#checkSubmission();
        break;
      }
      await pause(POLL_INTERVAL, stopping);
      this.#tracker.poll();
      for (const tracked of this.#tracker.removeEnded()) this.#release(tracked);
    }
    this.#tracker.reportRepeated();
    const { size: open } = this.#tracker.open;
    const problem = open && !stopping?.aborted ? this.#problem ?? this.#cancellation() : null;
    return { open, problem, running: this.#tracker.size };
  }

  #cancellation(): string | null {
    return this.#cancelled ? `${plural(this.#cancelled, "run was", "runs were")} cancelled` : null;
  }

  /** A refusal of the very first job is due to the options. */
  #checkSubmission(): void {
    if (this.#submitted || !this.#problem || this.#cancelled) return;
    throw new InputError(
      `Cannot submit to Slurm: ${this.#problem}; change the --slurm options, or use --executor local`,
    );
  }

  async #submit(): Promise<void> {
    const { tasks, population = 1, observer } = this.#options;
    this.#limit ??= await maxArraySize();
    const filled = filledWorkers(this.#waiting, population);
    const lists = cutTasks(this.#waiting, Math.min(tasks, filled), this.#cost);
    this.#waiting = [];
    this.#problem = null;
    for (const array of pieces(lists, this.#limit)) {
      if (this.#options.stopping?.aborted || this.#problem) this.#waiting.push(...array.flat());
      else await this.#submitOne(array);
    }
    if (!this.#problem) return;
    this.#notBefore = performance.now() + REFUSED_PAUSE;
    observer?.note?.(`Slurm: ${this.#problem}`);
  }

  async #submitOne(array: readonly RunJob[][]): Promise<void> {
    const submission = await submitArray(array, this.#options, this.#ledger), runs = array.flat();
    if (typeof submission === "string") {
      this.#problem = submission;
      this.#waiting.push(...runs);
      return;
    }
    this.#tracker.add(submission, array, submission.job !== null);
    this.#submitted = true;
    const { job, name } = submission;
    this.#options.observer?.note?.(
      `Slurm: submitted ${job ? `job ${job}` : `a job named ${name}`}, ${
        plural(array.length, "task")
      } for ${plural(runs.length, "run")}`,
    );
  }

  /** Queues the runs of a task that is over for other tasks, as far as they may be retried. */
  #release(tracked: TrackedTask): void {
    const { tag } = tracked.submission, cause = tracked.cause(), jobs = [...tracked.open.values()];
    this.#ledger.write({ type: "released", tag, task: tracked.task });
    this.#options.observer?.note?.(
      `Slurm: task ${tracked.label} ${WORDS[cause]} with ${plural(jobs.length, "run")} left`,
    );
    if (cause === "cancelled") {
      this.#cancelled += jobs.length;
      return;
    }
    const charged = new Set(tracked.charged(cause));
    for (const job of jobs) {
      if (charged.has(job) && this.#isOutOfRetries(job)) this.#fail(job, cause, tracked);
      else this.#waiting.push(job);
    }
  }

  #isOutOfRetries({ run }: RunJob): boolean {
    const ends = (this.#ends.get(run) ?? 0) + 1;
    this.#ends.set(run, ends);
    return ends > this.#options.retries;
  }

  #fail(job: RunJob, failure: Failure, tracked: TrackedTask): void {
    const { folder, journal } = this.#options;
    const { run, configuration } = job;
    const startedAt = new Date().toISOString(), host = hostname();
    const output = `${slurmFolder(folder)}/${tracked.submission.tag}/${tracked.task}.txt`;
    const error = `Slurm task ${tracked.label} ${
      WORDS[failure]
    } before this run had a result; see ${output}`;
    const record = failedRecord(
      { run, configuration, ...computation(this.#options), host, startedAt },
      error,
      0,
      { failure, attempt: this.#ends.get(run) },
    );
    journal.append(record);
    this.#tracker.recordResult(record);
  }
}

const WORDS: Readonly<Record<string, string>> = {
  lost: "was lost",
  timeout: "reached its time limit",
  preempted: "was preempted",
  cancelled: "was cancelled",
};

/** Waits, or returns at once when told to stop. */
function pause(milliseconds: number, stopping: AbortSignal | undefined): Promise<void> {
  if (stopping?.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      stopping?.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    stopping?.addEventListener("abort", done);
  });
}
