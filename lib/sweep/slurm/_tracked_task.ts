import type { Failure } from "../store/failure.ts";
import type { RunJob } from "../plan/run_job.ts";
import type { AttemptEvent } from "./_attempt.ts";
import type { Submission } from "./_ledger.ts";
import type { TaskEnd } from "./_queue.ts";

/** An array task that may be waiting, running or over, and the runs it was given. */
export class TrackedTask {
  readonly submission: Submission;
  readonly task: number;
  /** Its runs without a result. */
  readonly open: Map<string, RunJob>;
  /** How it ended according to Slurm; undefined while it may run. */
  end: TaskEnd | undefined;
  /** Whether it was missing from the last answer of squeue. */
  absent = false;
  /** Whether Slurm has it in its queue, and has not started it. */
  waiting: boolean;
  /** Whether Slurm or the task itself ever reported it. */
  known = false;
  /** When it last gave a sign of life, in milliseconds of `performance.now()`. */
  lastSign: number;
  #attempt = "";
  #started = new Set<string>();
  #finished = new Set<string>();
  #signals = new Set<string>();
  #ended = false;
  #removed = false;

  /** @param waiting Whether Slurm has just taken it into its queue. */
  constructor(
    submission: Submission,
    task: number,
    jobs: readonly RunJob[],
    { now, waiting }: { readonly now: number; readonly waiting: boolean },
  ) {
    this.waiting = waiting;
    this.submission = submission;
    this.task = task;
    this.open = new Map(jobs.map((job) => [job.run, job]));
    this.lastSign = now;
  }

  /** As Slurm's users write it, such as `12_3`. */
  get label(): string {
    return `${this.submission.job ?? this.submission.name}_${this.task}`;
  }

  /** Applies an event that the task wrote. */
  applyEvent(attempt: string, event: AttemptEvent, now: number): void {
    this.known = true;
    this.waiting = this.#removed = false;
    this.lastSign = now;
    if (event.type === "began") {
      this.#attempt = attempt;
      this.#started = new Set();
      this.#finished = new Set();
      this.#signals = new Set();
      this.#ended = false;
    }
    if (attempt !== this.#attempt) return; // an attempt that should have ended
    if (event.type === "started") this.#started.add(event.run);
    else if (event.type === "finished") this.#finished.add(event.run);
    else if (event.type === "failed") this.#finished.add(event.record.run);
    else if (event.type === "signal") this.#signals.add(event.signal);
    else if (event.type === "ended") this.#ended = true;
  }

  /** Applies the state that Slurm reported. */
  applyState(end: TaskEnd | undefined, now: number, waiting: boolean): void {
    this.known = true;
    this.absent = this.#removed = false;
    this.waiting = waiting;
    this.end = end;
    if (!end) this.lastSign = now;
  }

  /**
   * Slurm does not report it any more. One that waited while others of its array are still reported was cancelled: Slurm
   * removes such a task from the array at once, and keeps no state of it.
   *
   * @param others Whether others of its array are reported.
   */
  applyAbsence(others: boolean): void {
    this.absent = true;
    if (this.waiting && others) this.#removed = true;
  }

  /**
   * Whether it will do no more. A result may become visible on another machine some time after the task's
   * end, so one that ended without saying so is given time.
   *
   * @param missingTimeout Milliseconds without a sign of life after which a task that squeue does not list is over.
   * @param unansweredTimeout The same while squeue does not answer.
   */
  isOver(now: number, missingTimeout: number, unansweredTimeout: number): boolean {
    if (!this.end && !this.absent) return now - this.lastSign > unansweredTimeout;
    const complete = this.#ended && ![...this.open.keys()].some((run) => this.#finished.has(run));
    return complete || now - this.lastSign > missingTimeout;
  }

  /** Why it left runs without a result. */
  cause(): Failure | "cancelled" {
    if (this.end === "cancelled" || this.#removed) return "cancelled";
    if (this.end === "timeout" || this.#signals.has("SIGUSR1")) return "timeout";
    if (this.end === "preempted" || this.#signals.has("SIGTERM")) return "preempted";
    return "lost";
  }

  /**
   * The runs that an end counts against: those that were under way, or all if none ever was. The time limit
   * counts only against runs that had all of it; preemption against none.
   */
  charged(cause: Failure | "cancelled"): RunJob[] {
    if (cause === "preempted" || cause === "cancelled") return [];
    if (!this.known && this.submission.job === null) return []; // it was never submitted
    if (cause === "timeout" && this.#finished.size) return [];
    const started = [...this.open.values()].filter(({ run }) => this.#started.has(run));
    return started.length ? started : [...this.open.values()];
  }
}
