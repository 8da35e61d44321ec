import type {
  Executor,
  ExecutorControl,
  ExecutorKind,
  ExecutorOptions,
  ExecutorOutcome,
  ResultStore,
} from "../execute/executor.ts";
import type { RunJob } from "../plan/run_job.ts";
import { cancelSlurmJobs } from "./cancel.ts";
import { SlurmCoordinator } from "./_coordinator.ts";
import { Ledger } from "./_ledger.ts";
import type { SlurmSettings } from "../plan/slurm_settings.ts";
import { testSubmission } from "./test_submission.ts";

/**
 * Executes runs as array jobs of Slurm. It may be called again on any machine of the cluster: jobs of an
 * earlier call are watched, never submitted a second time. Whether a run is done is decided by its record
 * alone; squeue only tells which tasks may still come.
 */
export class SlurmExecutor implements Executor {
  readonly #options: ExecutorOptions;
  readonly #settings: SlurmSettings;

  constructor(options: ExecutorOptions, settings: SlurmSettings = {}) {
    this.#options = options;
    this.#settings = settings;
  }

  /** @throws {InputError} If there is no Slurm here, or it refuses the first job. */
  async execute(
    jobs: readonly RunJob[],
    store: ResultStore,
    control: ExecutorControl = {},
  ): Promise<ExecutorOutcome> {
    if (!jobs.length) return { open: 0, problem: null };
    const { workers: tasks, ...options } = this.#options;
    using ledger = new Ledger(store.folder);
    const all = { ...options, tasks, ...store, ...control, ...this.#settings };
    return await new SlurmCoordinator(jobs, all, ledger).run();
  }
}

/** Array jobs; tasks for which no processor is free wait. */
export const slurm: ExecutorKind<SlurmSettings> = {
  unit: "task",
  workers: 16,
  cores: Infinity,
  keepsRunning: "jobs in Slurm",
  cancel: cancelSlurmJobs,
  test: testSubmission,
  open: (options, settings) => new SlurmExecutor(options, settings),
};
