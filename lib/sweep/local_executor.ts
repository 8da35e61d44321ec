import { hostname } from "node:os";
import type { DataSize } from "./cost.ts";
import type { JournalWriter } from "./journal.ts";
import type { RunJob, WorkerSetup } from "./protocol.ts";
import { RunQueue } from "./queue.ts";
import { failedRecord, type RunRecord } from "./record.ts";
import { WorkerProcess } from "./_worker_process.ts";

/** What happens while runs are executed, for a display. Workers are numbered from 0. */
export interface SweepObserver {
  started?(worker: number, job: RunJob): void;
  epoch?(worker: number, job: RunJob, epoch: number, loss: number | null): void;
  /** A run's record is on disk, a failed one's too. */
  finished?(worker: number, record: RunRecord): void;
  /** A run threw or its worker died, and will be tried again. */
  retried?(worker: number, job: RunJob, error: string): void;
}

/** How runs are executed on this machine. */
export interface LocalOptions extends WorkerSetup {
  readonly workers: number;
  readonly threads: number;
  /** Attempts after the first before a run is recorded as failed. */
  readonly retries: number;
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
 * worker dies, is tried again in a fresh process, then recorded as failed; the others go on.
 *
 * @returns How many runs were not started or not finished.
 *
 * @example Nothing to do starts no process
 * ```ts
 * import { JournalWriter } from "./journal.ts";
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
  const queue = new RunQueue(jobs, options.size), attempts = new Map<string, number>();
  const count = Math.min(options.workers, jobs.length);
  const unfinished = await Promise.all(
    Array.from({ length: count }, (_, worker) => runWorker(worker, queue, attempts, options)),
  );
  return queue.size + unfinished.reduce((sum, open) => sum + open, 0);
}

/** Keeps one worker busy, replacing its process when it dies; returns 1 if a run was ended unfinished. */
async function runWorker(
  worker: number,
  queue: RunQueue,
  attempts: Map<string, number>,
  options: LocalOptions,
): Promise<number> {
  const { stopping, ending } = options;
  let process: WorkerProcess | undefined;
  const end = () => process?.stop("kill");
  ending?.addEventListener("abort", end);
  try {
    for (
      let job = queue.next(worker);
      job;
      job = stopping?.aborted ? undefined : queue.next(worker)
    ) {
      process ??= new WorkerProcess(workerSetup(options), options.threads);
      const outcome = await runOne(worker, process, job, options);
      if (outcome.status === "done") continue;
      if (ending?.aborted) return 1;
      await process.stop("kill"); // a process in which something threw is not trusted with the next run
      process = undefined;
      handleFailure(worker, job, outcome, { queue, attempts, options });
    }
    return 0;
  } finally {
    ending?.removeEventListener("abort", end);
    await process?.stop("close");
  }
}

type Outcome =
  | { readonly status: "done" }
  | {
    readonly status: "lost";
    readonly error: string;
    readonly seconds: number;
    readonly startedAt: string;
  };

async function runOne(
  worker: number,
  process: WorkerProcess,
  job: RunJob,
  { observer }: LocalOptions,
): Promise<Outcome> {
  const startedAt = new Date().toISOString(), began = performance.now();
  observer?.started?.(worker, job);
  await process.send(job);
  for (let message = await process.receive(); message; message = await process.receive()) {
    if (message.type === "epoch") observer?.epoch?.(worker, job, message.epoch, message.loss);
    else if (message.type === "error") return { status: "lost", startedAt, ...message };
    else if (message.type === "done") {
      observer?.finished?.(worker, message.record);
      return { status: "done" };
    }
  }
  const error = `the worker process ${await process.ending()}`;
  return { status: "lost", error, startedAt, seconds: (performance.now() - began) / 1000 };
}

function handleFailure(
  worker: number,
  job: RunJob,
  { error, startedAt, seconds }: Extract<Outcome, { status: "lost" }>,
  state: { queue: RunQueue; attempts: Map<string, number>; options: LocalOptions },
): void {
  const { queue, attempts, options } = state, { engine, backend, observer } = options;
  const tried = (attempts.get(job.run) ?? 0) + 1;
  attempts.set(job.run, tried);
  if (tried <= options.retries) {
    queue.add(job);
    observer?.retried?.(worker, job, error);
    return;
  }
  const { run, configuration } = job, host = hostname();
  const record = failedRecord(
    { run, configuration, engine, backend, host, startedAt },
    error,
    seconds,
  );
  options.journal.append(record);
  observer?.finished?.(worker, record);
}

function workerSetup({ engine, backend, runsFolder, modelsFolder }: LocalOptions): WorkerSetup {
  return { engine, backend, runsFolder, modelsFolder };
}
