import { hostname } from "node:os";
import type { DataSize } from "../plan/cost.ts";
import type { JournalWriter } from "../store/journal.ts";
import type { SweepObserver } from "./observer.ts";
import type { RunJob, WorkerSetup } from "./protocol.ts";
import { RunQueue } from "./queue.ts";
import { failedRecord } from "../store/record.ts";
import { Patience } from "./_hang_limit.ts";
import { type LostAttempt, runOne } from "./_run_one.ts";
import { WorkerProcess } from "./_worker_process.ts";

export type { SweepObserver } from "./observer.ts";

/**
 * Seconds that any run may be without progress: no epoch's end. Where epochs take long, it is 20 times what
 * they have taken.
 *
 * @example
 * ```ts
 * import { HANG_TIMEOUT } from "./local_executor.ts";
 * if (HANG_TIMEOUT !== 300) throw new Error("unexpected default");
 * ```
 */
export const HANG_TIMEOUT = 300;

/** How runs are executed on this machine. */
export interface LocalOptions extends WorkerSetup {
  readonly workers: number;
  readonly threads: number;
  /** Attempts after the first before a run is recorded as failed. */
  readonly retries: number;
  /** Seconds without progress that any run is granted; longer epochs get more. @default HANG_TIMEOUT */
  readonly hangTimeout?: number;
  readonly size: DataSize;
  /** Where failures are recorded: this process's own journal. */
  readonly journal: JournalWriter;
  readonly observer?: SweepObserver;
  /** Aborted: no further run is started. */
  readonly stopping?: AbortSignal;
  /** Aborted: running ones are ended too. */
  readonly ending?: AbortSignal;
}

/**
 * Executes runs in worker processes until none is left or it is told to stop. A run that throws, or whose
 * worker dies or hangs, is recorded as failed and tried again in a fresh process; the others go on.
 *
 * @returns How many runs were not started or not finished.
 * @throws {StorageError} If there is no room for results; no further run is begun then.
 *
 * @example Nothing to do starts no process
 * ```ts
 * import { JournalWriter } from "../store/journal.ts";
 * import { executeLocally } from "./local_executor.ts";
 * const folder = Deno.makeTempDirSync();
 * using journal = new JournalWriter(folder);
 * const open = await executeLocally([], {
 *   engine: "eager", backend: "cpu", runsFolder: folder, modelsFolder: null, workers: 2, threads: 1,
 *   retries: 1, size: { genes: 10, trainRows: 10 }, journal,
 * });
 * if (open !== 0) throw new Error("unexpected run");
 * ```
 */
export async function executeLocally(
  jobs: readonly RunJob[],
  options: LocalOptions,
): Promise<number> {
  const { size, hangTimeout = HANG_TIMEOUT } = options;
  const shared: Shared = {
    ...{ options, queue: new RunQueue(jobs, size), attempts: new Map() },
    patience: new Patience(size, hangTimeout),
  };
  const count = Math.min(options.workers, jobs.length);
  const unfinished = await Promise.all(
    Array.from({ length: count }, (_, worker) => runWorker(worker, shared)),
  );
  if (shared.problem) throw shared.problem;
  return shared.queue.size + unfinished.reduce((sum, open) => sum + open, 0);
}

/** What the workers of a sweep have in common. */
interface Shared {
  readonly options: LocalOptions;
  readonly queue: RunQueue;
  /** Lost ones of each run. */
  readonly attempts: Map<string, number>;
  readonly patience: Patience;
  /** Set: no further run is begun. */
  problem?: Error;
}

/** Keeps one worker busy, replacing its process when it dies; returns 1 if a run was ended unfinished. */
async function runWorker(worker: number, shared: Shared): Promise<number> {
  const { queue, options } = shared, { stopping, ending } = options;
  let process: WorkerProcess | undefined;
  const end = () => process?.kill();
  ending?.addEventListener("abort", end);
  try {
    while (!stopping?.aborted && !shared.problem) {
      const job = queue.next(worker);
      if (!job) return 0;
      process ??= new WorkerProcess(workerSetup(options), options.threads);
      const lost = await runOne(worker, process, job, { ...options, patience: shared.patience });
      if (!lost) continue;
      if (ending?.aborted) return 1;
      await process.stop("kill"); // a process in which something threw is not trusted with the next run
      process = undefined;
      handleLoss(worker, job, lost, shared);
    }
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (!shared.problem) options.observer?.troubled?.(error);
    shared.problem ??= error;
    return 1;
  } finally {
    ending?.removeEventListener("abort", end);
    await process?.stop("close");
  }
  return 0;
}

/** Every attempt is recorded, so that it can be told afterwards what happened. */
function handleLoss(worker: number, job: RunJob, lost: LostAttempt, shared: Shared): void {
  const { queue, attempts, options } = shared, { engine, backend, observer } = options;
  const { run, configuration } = job, { failure, error, seconds, startedAt } = lost;
  const attempt = (attempts.get(run) ?? 0) + 1, host = hostname();
  const execution = { run, configuration, engine, backend, host, startedAt };
  const record = failedRecord(execution, error, seconds, { failure, attempt });
  options.journal.append(record);
  attempts.set(run, attempt);
  if (attempt > options.retries) return observer?.finished?.(worker, record);
  queue.add(job);
  observer?.retried?.(worker, job, error);
}

function workerSetup({ engine, backend, runsFolder, modelsFolder }: LocalOptions): WorkerSetup {
  return { engine, backend, runsFolder, modelsFolder };
}
