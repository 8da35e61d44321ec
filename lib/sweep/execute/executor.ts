import type { Device, Precision } from "../../tensorflow/device.ts";
import type { DataSize } from "../plan/cost.ts";
import type { JournalWriter } from "../store/journal.ts";
import type { RunOutcome } from "../store/outcomes.ts";
import type { SweepObserver } from "./observer.ts";
import type { RunJob } from "../plan/run_job.ts";

/** How runs are computed, wherever that is. */
export interface ExecutorOptions {
  readonly engine: string;
  readonly backend: string;
  /** @default "cpu" */
  readonly device?: Device;
  /** @default "float32" */
  readonly precision?: Precision;
  /** On a card: those that workers take turns at, as CUDA_VISIBLE_DEVICES names them. @default {as it is set} */
  readonly cards?: readonly string[];
  /** Files of the sweep's own models, by the models' names. @default {} */
  readonly models?: Readonly<Record<string, string>>;
  /** Processes that work in parallel: workers on one machine, array tasks on a cluster. */
  readonly workers: number;
  /** Threads of each worker process. */
  readonly threads: number;
  /** Runs that each worker process trains at once. @default 1 */
  readonly population?: number;
  /** Attempts after the first before a run is recorded as failed. */
  readonly retries: number;
  /** Seconds without progress that any run is granted; longer epochs get more. @default {that of EXECUTION_OPTIONS} */
  readonly hangTimeout?: number;
  readonly size: DataSize;
}

/** Where results are kept. */
export interface ResultStore {
  /** The result folder, as an absolute path that every process knows. */
  readonly folder: string;
  /** This process's own journal, for runs without a result. */
  readonly journal: JournalWriter;
  /** Finished runs, from whose cost that of others is estimated. */
  readonly done: readonly RunOutcome[];
  /** Whether each run's trained network is kept. */
  readonly saveModels: boolean;
}

/** What happens meanwhile, and when to end. */
export interface ExecutorControl {
  readonly observer?: SweepObserver;
  /** Aborted: no further run is begun. */
  readonly stopping?: AbortSignal;
  /** Aborted: runs under way are ended too. */
  readonly ending?: AbortSignal;
}

/** The outcome of an execution. */
export interface ExecutorOutcome {
  /** Runs without a result. */
  readonly open: number;
  /** Why it gave up on them; null if it was told to stop, or nothing is left. */
  readonly problem: string | null;
  /** Tasks that go on without this program. @default 0 */
  readonly running?: number;
}

/** Executes runs and keeps their results in a store, until none is left or it is told to stop. */
export interface Executor {
  /** @throws {StorageError} If there is no room for results; no further run is begun then. */
  execute(
    jobs: readonly RunJob[],
    store: ResultStore,
    control?: ExecutorControl,
  ): Promise<ExecutorOutcome>;
}

/** A way to execute runs, as users choose it. */
export interface ExecutorKind<Settings = unknown> {
  /** What works there in parallel. */
  readonly unit: "worker" | "task";
  /** How many of them by default. */
  readonly workers: number;
  /** Processors that they share; more threads are no faster. */
  readonly cores: number;
  /** What keeps running when this program is interrupted, in the plural; null if nothing does. */
  readonly keepsRunning: string | null;
  /** Ends what keeps running of a result folder; gives the names of what it ended. Absent where nothing does. */
  cancel?(folder: string): Promise<readonly string[]>;
  /**
   * What the cluster says to jobs as this sweep would submit them; nothing is submitted. Absent where there is nothing to ask.
   *
   * @throws {InputError} If it would refuse them.
   */
  test?(
    options: Pick<ExecutorOptions, "workers" | "threads" | "device">,
    settings?: Settings,
  ): Promise<string>;
  /** @param settings Its own, besides what all executors are given. */
  open(options: ExecutorOptions, settings?: Settings): Executor;
}
