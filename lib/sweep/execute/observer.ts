import type { RunJob } from "../plan/run_job.ts";
import type { RunRecord } from "../store/record.ts";

/** What happens while runs are executed, for a display. Workers are numbered from 0. */
export interface SweepObserver {
  started?(worker: number, job: RunJob): void;
  epoch?(worker: number, job: RunJob, epoch: number, loss: number | null): void;
  /** A run's record is on disk, a failed one's too. */
  finished?(worker: number, record: RunRecord): void;
  /** A run threw, its worker died or hung, and it will be tried again. */
  retried?(worker: number, job: RunJob, error: string): void;
  /** A worker died or hung with several runs under way: each will be tried again by itself. */
  separated?(worker: number, jobs: readonly RunJob[], error: string): void;
  /** No further runs are started, and the sweep ends with this problem once runs under way have ended. */
  halted?(problem: Error): void;
  /** No run is under way any more; phases may follow. */
  ended?(): void;
  /**
   * What is done besides runs and how far it is, such as `baselines: principal components of split 0, 40 %`: told anew at
   * least every 2 s as long as it lasts and no run is under way.
   */
  phase?(text: string): void;
  /** Something about the execution as a whole that a user should know. */
  note?(text: string): void;
}
