import type { Failure } from "../store/failure.ts";
import type { RunJob } from "../plan/run_job.ts";
import type { AttemptEvent } from "./_attempt.ts";
import type { Submission } from "./_ledger.ts";
import type { TaskEnd } from "./_queue.ts";

/** An array task that may be waiting, running or gone, and what it was given to do. */
export class TrackedTask {
  readonly submission: Submission;
  readonly task: number;
  /** Its runs without a result. */
  readonly open: Map<string, RunJob>;
  /** How it ended by Slurm's word; undefined while it may run. */
  end: TaskEnd | undefined;
  /** Whether the last answer of squeue was without it. */
  absent = false;
  /** Whether Slurm or the task itself was ever heard of. */
  known = false;
  /** When it last gave a sign of life, in milliseconds of `performance.now()`. */
  alive: number;
  #attempt = "";
  #started = new Set<string>();
  #finished = new Set<string>();
  #signals = new Set<string>();
  #ended = false;

  constructor(submission: Submission, task: number, jobs: readonly RunJob[], now: number) {
    this.submission = submission;
    this.task = task;
    this.open = new Map(jobs.map((job) => [job.run, job]));
    this.alive = now;
  }

  /** As Slurm's users write it, such as `12_3`. */
  get label(): string {
    return `${this.submission.job ?? this.submission.name}_${this.task}`;
  }

  /** Takes in what the task said. */
  hear(attempt: string, event: AttemptEvent, now: number): void {
    this.known = true;
    this.alive = now;
    if (event.type === "began") {
      this.#attempt = attempt;
      this.#started = new Set();
      this.#finished = new Set();
      this.#signals = new Set();
      this.#ended = false;
    }
    if (attempt !== this.#attempt) return; // one that should be dead
    if (event.type === "started") this.#started.add(event.run);
    else if (event.type === "finished") this.#finished.add(event.run);
    else if (event.type === "failed") this.#finished.add(event.record.run);
    else if (event.type === "signal") this.#signals.add(event.signal);
    else if (event.type === "ended") this.#ended = true;
  }

  /** Takes in what Slurm said. */
  see(end: TaskEnd | undefined, now: number): void {
    this.known = true;
    this.absent = false;
    this.end = end;
    if (!end) this.alive = now;
  }

  /**
   * Whether it will not do more. A result may become visible on another machine some time after the task's
   * end, so one that ended without a word is given time.
   *
   * @param settle Milliseconds without a sign of life after which a task that Slurm does not have is gone.
   * @param silence The same for a task of which Slurm says nothing.
   */
  isGone(now: number, settle: number, silence: number): boolean {
    if (!this.end && !this.absent) return now - this.alive > silence;
    const complete = this.#ended && ![...this.open.keys()].some((run) => this.#finished.has(run));
    return complete || now - this.alive > settle;
  }

  /** Why it left runs undone. */
  cause(): Failure | "cancelled" {
    if (this.end === "cancelled") return "cancelled";
    if (this.end === "timeout" || this.#signals.has("SIGUSR1")) return "timeout";
    if (this.end === "preempted" || this.#signals.has("SIGTERM")) return "preempted";
    return "lost";
  }

  /**
   * The runs that an end counts against: those that were under way, or all if none ever was. The time limit
   * counts only against runs that had the whole of it; preemption against none.
   */
  charged(cause: Failure | "cancelled"): RunJob[] {
    if (cause === "preempted" || cause === "cancelled") return [];
    if (!this.known && this.submission.job === null) return []; // it was never submitted
    if (cause === "timeout" && this.#finished.size) return [];
    const under = [...this.open.values()].filter(({ run }) => this.#started.has(run));
    return under.length ? under : [...this.open.values()];
  }
}
