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
