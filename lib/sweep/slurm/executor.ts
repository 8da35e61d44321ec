import type { RunJob } from "../execute/protocol.ts";
import { SlurmCoordinator } from "./_coordinator.ts";
import { Ledger } from "./_ledger.ts";
import type { SlurmOptions, SlurmOutcome } from "./_options.ts";

export type { SlurmOptions, SlurmOutcome, SlurmSettings } from "./_options.ts";

/**
 * Executes runs as array jobs of Slurm until none is left or it is told to stop. It may be called again on
 * any machine of the cluster: jobs of an earlier call are watched, never submitted a second time. Whether a
 * run is done is decided by its record alone; squeue only tells which tasks may still come.
 *
 * @throws {InputError} If there is no Slurm here, or it refuses the first job.
 *
 * @example Nothing to do asks Slurm nothing
 * ```ts
 * import { JournalWriter } from "../store/journal.ts";
 * import { executeOnSlurm } from "./executor.ts";
 * const folder = Deno.makeTempDirSync();
 * using journal = new JournalWriter(folder);
 * const { open } = await executeOnSlurm([], {
 *   engine: "eager", backend: "cpu", runsFolder: folder, modelsFolder: null, folder, tasks: 2, threads: 1,
 *   retries: 1, size: { genes: 10, trainRows: 10 }, sbatch: { partition: "short" }, done: [], journal,
 * });
 * if (open !== 0) throw new Error("unexpected run");
 * ```
 */
export async function executeOnSlurm(
  jobs: readonly RunJob[],
  options: SlurmOptions,
): Promise<SlurmOutcome> {
  if (!jobs.length) return { open: 0, problem: null };
  using ledger = new Ledger(options.folder);
  return await new SlurmCoordinator(jobs, options, ledger).run();
}
