import type { DataSize } from "../plan/cost.ts";
import type { JournalWriter } from "../store/journal.ts";
import type { SweepObserver } from "../execute/local_executor.ts";
import type { WorkerSetup } from "../execute/protocol.ts";
import type { RunOutcome } from "../store/outcomes.ts";

/** What a person may say about how Slurm is used. */
export interface SlurmSettings {
  /** Options of sbatch by their long names without dashes; true for one without a value. @default {} */
  readonly sbatch?: Readonly<Record<string, string | true>>;
  /** Seconds without a sign of life after which a task that Slurm does not have is lost. @default 20 */
  readonly settle?: number;
  /** Seconds without a sign of life after which a task is lost when squeue says nothing. @default 600 */
  readonly silence?: number;
  /** Seconds between two questions to squeue. @default 5 */
  readonly interval?: number;
}

/** How runs are executed on a cluster. */
export interface SlurmOptions extends WorkerSetup, SlurmSettings {
  /** The result folder, as an absolute path that all machines of the cluster know. */
  readonly folder: string;
  /** Array tasks among which runs are divided. */
  readonly tasks: number;
  /** Threads of each worker. */
  readonly threads: number;
  /** Attempts after the first, of runs that fail and of runs whose task is lost. */
  readonly retries: number;
  /** Seconds without progress that a task grants any run. @default HANG_TIMEOUT */
  readonly hangTimeout?: number;
  readonly size: DataSize;
  /** Finished runs, from whose cost that of others is expected. */
  readonly done: readonly RunOutcome[];
  /** Where lost runs are recorded: this process's own journal. */
  readonly journal: JournalWriter;
  readonly observer?: SweepObserver;
  /** Aborted: this process leaves the jobs to themselves. */
  readonly stopping?: AbortSignal;
}

/** What an executor on a cluster left undone. */
export interface SlurmOutcome {
  /** Runs without a result. */
  readonly open: number;
  /** Why it gave up on them; null if it was told to stop, or nothing is left. */
  readonly problem: string | null;
}
