import type { ExecutorControl, ExecutorOptions, ResultStore } from "../execute/executor.ts";
import type { SlurmSettings } from "../plan/slurm_settings.ts";

/** How runs are executed on a cluster: all that the parts of this executor need. */
export interface SlurmOptions
  extends Omit<ExecutorOptions, "workers">, ResultStore, ExecutorControl, SlurmSettings {
  /** Array tasks among which runs are divided. */
  readonly tasks: number;
}
