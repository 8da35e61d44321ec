/** How Slurm is used, as far as a user decides it. */
export interface SlurmSettings {
  /** Options of sbatch by their long names without dashes; true for a flag without one. @default {} */
  readonly sbatch?: Readonly<Record<string, string | true>>;
  /** Seconds without a sign of life after which a task that squeue does not list is lost. @default 20 */
  readonly missingTimeout?: number;
  /** Seconds without a sign of life after which a task is lost while squeue does not answer. @default 600 */
  readonly unansweredTimeout?: number;
  /** Seconds that tasks may wait to be started until it is said why. @default 60 */
  readonly waitingTimeout?: number;
  /** Seconds between two calls of squeue. @default 5 */
  readonly interval?: number;
}
