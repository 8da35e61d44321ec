import { existsSync } from "node:fs";
import { AttemptFollower, type TaskEvent } from "./_attempt.ts";
import { cancelledMark, readTaskList } from "./_files.ts";
import { DisplayLines } from "./_display_lines.ts";
import { TrackedTask } from "./_tracked_task.ts";
import { type Ledger, readSubmissions, type Submission } from "./_ledger.ts";
import type { SlurmOptions } from "./_options.ts";
import { type QueuedTask, taskEnd } from "./_queue.ts";
import { QueueWatch } from "./_queue_watch.ts";
import { Waiting } from "./_waiting.ts";
import { plural } from "../../format/plural.ts";
import type { RunJob } from "../plan/run_job.ts";
import type { RunRecord } from "../store/record.ts";
import { RecordFollower } from "../store/record_follower.ts";

/** An array job and those of its tasks that may still give results. */
interface TrackedArray {
  readonly submission: Submission;
  readonly follower: AttemptFollower;
  readonly tasks: Map<number, TrackedTask>;
  /** Whether `tasks` were all that had runs. */
  readonly whole: boolean;
}

/** The array tasks under way: what they, their records and Slurm say about them. */
export class TaskTracker {
  /** Runs without a result, in whichever task. */
  readonly open: Map<string, RunJob>;
  readonly #options: SlurmOptions;
  readonly #ledger: Ledger;
  readonly #records: RecordFollower;
  readonly #arrays = new Map<string, TrackedArray>();
  readonly #holders = new Map<string, TrackedTask>();
  readonly #lines = new DisplayLines<TrackedTask>();
  readonly #queue: QueueWatch;
  readonly #waiting: Waiting;

  constructor(jobs: readonly RunJob[], options: SlurmOptions, ledger: Ledger) {
    this.#options = options;
    this.#ledger = ledger;
    this.#records = new RecordFollower(`${options.folder}/runs`);
    this.#queue = new QueueWatch(options);
    this.#waiting = new Waiting(1000 * (options.waitingTimeout ?? 60));
    this.open = new Map(jobs.map((job) => [job.run, job]));
  }

  /** Tasks under way. */
  get size(): number {
    return this.#trackedTasks().length;
  }

  #trackedTasks(): TrackedTask[] {
    return [...this.#arrays.values()].flatMap(({ tasks }) => [...tasks.values()]);
  }

  /** Tracks the tasks of an earlier process again; returns the runs that none of them has. */
  reattach(): RunJob[] {
    this.#readRecords();
    const free = new Map(this.open);
    for (const submission of readSubmissions(this.#options.folder).values()) {
      const lists = Array.from(
        { length: submission.tasks },
        (_, task) => this.#unfinished(submission, task),
      );
      if (lists.every((jobs) => !jobs.length)) continue;
      const array = this.add(submission, lists);
      for (const { task, event } of array.follower.poll()) {
        this.#applyEarlierEvent(array, task, event);
      }
      for (const { open } of array.tasks.values()) for (const run of open.keys()) free.delete(run);
    }
    const watched = this.open.size - free.size;
    if (watched) {
      this.#options.observer?.note?.(
        `Slurm: ${plural(watched, "run is", "runs are")} in jobs of an earlier call`,
      );
    }
    return [...free.values()];
  }

  #unfinished({ tag, released }: Submission, task: number): RunJob[] {
    if (released.has(task)) return [];
    const { jobs } = readTaskList(this.#options.folder, tag, task);
    return jobs.filter(({ run }) => this.open.has(run));
  }

  /** A run that failed for good in an earlier call is tried again in this one. */
  #applyEarlierEvent(array: TrackedArray, task: number, event: TaskEvent["event"]): void {
    if (event.type === "failed") array.tasks.get(task)?.open.delete(event.record.run);
  }

  /** Starts to track an array job; `waiting`: Slurm has just taken it into its queue. */
  add(
    submission: Submission,
    lists: readonly (readonly RunJob[])[],
    waiting = false,
  ): TrackedArray {
    const now = performance.now(), tasks = new Map<number, TrackedTask>();
    lists.forEach((jobs, task) => {
      if (!jobs.length) return;
      const tracked = new TrackedTask(submission, task, jobs, { now, waiting });
      tasks.set(task, tracked);
      for (const { run } of jobs) this.#holders.set(run, tracked);
    });
    const follower = new AttemptFollower(this.#options.folder, submission.tag);
    const whole = tasks.size + submission.released.size === submission.tasks;
    const array = { submission, follower, tasks, whole };
    this.#arrays.set(submission.tag, array);
    return array;
  }

  /** Reads what was written since the last call, and asks Slurm if that is due. */
  poll(): void {
    for (const array of this.#arrays.values()) {
      for (const told of array.follower.poll()) this.#applyEvent(array, told);
    }
    this.#readRecords();
    const tracked = this.#trackedTasks();
    this.#queue.poll(tracked.map(({ submission }) => submission.name), (answer) => {
      const known = new Map(answer.map((task) => [`${task.name} ${task.task}`, task]));
      const names = new Set(answer.map(({ name }) => name));
      for (const task of tracked) {
        this.#applyAnswer(task, known, names.has(task.submission.name));
      }
      this.#tellWaiting(tracked, answer);
    });
  }

  #applyEvent(array: TrackedArray, { task, attempt, event }: TaskEvent): void {
    const tracked = array.tasks.get(task);
    if (!tracked) return;
    tracked.applyEvent(attempt, event, performance.now());
    const { observer } = this.#options;
    if (event.type === "failed") return this.recordResult(event.record);
    const job = "run" in event ? this.open.get(event.run) : undefined;
    if (!job) return;
    if (event.type === "started") observer?.started?.(this.#lines.of(tracked), job);
    else if (event.type === "retried") {
      observer?.retried?.(this.#lines.of(tracked), job, event.error);
    } else if (event.type === "epoch") {
      observer?.epoch?.(this.#lines.of(tracked), job, event.epoch, event.loss);
    }
  }

  #readRecords(): void {
    for (const record of this.#records.poll()) this.recordResult(record);
  }

  /** A run has its result, or failed for good in this call. */
  recordResult(record: RunRecord): void {
    if (!this.open.delete(record.run)) return;
    const tracked = this.#holders.get(record.run);
    tracked?.open.delete(record.run);
    this.#options.observer?.finished?.(tracked ? this.#lines.of(tracked) : 0, record);
  }

  /** Forgets tasks that are over; returns those that left runs without a result. */
  removeEnded(): TrackedTask[] {
    const { missingTimeout = 20, unansweredTimeout = 600 } = this.#options;
    const now = performance.now();
    const unfinished: TrackedTask[] = [];
    for (const [tag, { tasks, whole }] of this.#arrays) {
      for (const [task, tracked] of tasks) {
        if (
          tracked.open.size && !tracked.isOver(now, missingTimeout * 1000, unansweredTimeout * 1000)
        ) continue;
        tasks.delete(task);
        this.#lines.free(tracked);
        if (!tracked.open.size) continue;
        if (existsSync(cancelledMark(this.#options.folder, tag))) tracked.end = "cancelled";
        unfinished.push(tracked);
      }
      if (tasks.size) continue;
      this.#arrays.delete(tag);
      if (whole) this.#ledger.write({ type: "released", tag, task: null });
    }
    return unfinished;
  }

  /** Reports runs that two processes finished. */
  reportRepeated(): void {
    const { repeated } = this.#records, { observer } = this.#options;
    if (repeated.length) {
      observer?.note?.(
        `${
          plural(repeated.length, "run was", "runs were")
        } done more than once; the first results count`,
      );
    }
    for (const { run, conflict, hosts } of repeated) {
      if (conflict) {
        observer?.note?.(
          `run ${run} has different results on ${hosts.join(" and ")}: check these machines`,
        );
      }
    }
  }

  #applyAnswer(
    tracked: TrackedTask,
    known: ReadonlyMap<string, QueuedTask>,
    others: boolean,
  ): void {
    const { submission, task, waiting } = tracked, { name } = submission;
    const queued = known.get(`${name} ${task}`) ??
      (waiting ? known.get(`${name} null`) : undefined);
    if (!queued) return tracked.applyAbsence(others);
    tracked.applyState(taskEnd(queued), performance.now(), queued.state === "PENDING");
    // Its last results may have come while squeue was asked: then it is crossed off already.
    if (submission.job !== null || !this.#arrays.has(submission.tag)) return;
    submission.job = queued.job;
    this.#ledger.write({ type: "submitted", tag: submission.tag, job: queued.job });
  }

  /** A sweep whose tasks wait says why, also where they would for ever. */
  #tellWaiting(tracked: readonly TrackedTask[], answer: readonly QueuedTask[]): void {
    const open = new Set(tracked.map(({ submission, task }) => `${submission.name} ${task}`));
    const waiting = answer.filter(({ name, task, state }) =>
      state === "PENDING" && open.has(`${name} ${task}`)
    );
    for (const note of this.#waiting.notes(waiting, performance.now())) {
      this.#options.observer?.note?.(note);
    }
  }
}
