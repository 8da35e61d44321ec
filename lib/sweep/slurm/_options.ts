import type { ExecutorControl, ExecutorOptions, ResultStore } from "../execute/executor.ts";

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

/** How runs are executed on a cluster: all that the parts of this executor have to know. */
export interface SlurmOptions
  extends Omit<ExecutorOptions, "workers">, ResultStore, ExecutorControl, SlurmSettings {
  /** Array tasks among which runs are divided. */
  readonly tasks: number;
}
