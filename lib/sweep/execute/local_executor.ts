import { hostname } from "node:os";
import { EXECUTION_OPTIONS } from "../../options/mod.ts";
import { plainText } from "../../format/plain_text.ts";
import { sum } from "../../numbers/sum.ts";
import type {
  Executor,
  ExecutorControl,
  ExecutorKind,
  ExecutorOptions,
  ExecutorOutcome,
  ResultStore,
} from "./executor.ts";
import { InputError } from "../../errors.ts";
import { type DataSize, epochCost } from "../plan/cost.ts";
import type { RunConfiguration } from "../plan/grid.ts";
import type { RunJob } from "../plan/run_job.ts";
import { workerSetup } from "./worker_setup.ts";
import { RunQueue } from "./queue.ts";
import { failedRecord } from "../store/record.ts";
import { HangLimit } from "./_hang_limit.ts";
import { type LostAttempt, runOne } from "./_run_one.ts";
import { WorkerProcess } from "./_worker_process.ts";

/**
 * Executes runs in worker processes of this machine. A run that throws, or whose worker dies or hangs, is
 * recorded as failed and tried again in a fresh process; the others continue.
 */
export class LocalExecutor implements Executor {
  readonly #options: ExecutorOptions;

  constructor(options: ExecutorOptions) {
    this.#options = options;
  }

  async execute(
    jobs: readonly RunJob[],
    store: ResultStore,
    control: ExecutorControl = {},
  ): Promise<ExecutorOutcome> {
    const options = this.#options,
      { size, hangTimeout = EXECUTION_OPTIONS.hangTimeout.default } = options;
    const workable = jobs.filter((job) => !recordUnknown(job, { options, store, control }));
    const shared: Shared = {
      ...{ options, store, control, queue: new RunQueue(workable, size), attempts: new Map() },
      hangLimit: new HangLimit(size, hangTimeout),
    };
    const count = Math.min(options.workers, workable.length);
    const unfinished = await Promise.all(
      Array.from({ length: count }, (_, worker) => runWorker(worker, shared)),
    );
    if (shared.problem) throw shared.problem;
    const open = shared.queue.size + sum(unfinished);
    return { open, problem: null };
  }
}

/** One process per core, with one thread each: see `threads` in the options. */
export const local: ExecutorKind = {
  unit: "worker",
  workers: navigator.hardwareConcurrency,
  cores: navigator.hardwareConcurrency,
  keepsRunning: null,
  open: (options) => new LocalExecutor(options),
};

/** What the workers of a sweep have in common. */
interface Shared {
  readonly options: ExecutorOptions;
  readonly store: ResultStore;
  readonly control: ExecutorControl;
  readonly queue: RunQueue;
  /** Failed attempts of each run. */
  readonly attempts: Map<string, number>;
  readonly hangLimit: HangLimit;
  /** Set: no further run is begun. */
  problem?: Error;
}

/** Keeps one worker busy, replacing its process when it dies; returns 1 if a run was ended unfinished. */
async function runWorker(worker: number, shared: Shared): Promise<number> {
  const { queue, options, store, control, hangLimit } = shared,
    { stopping, ending, observer } = control;
  // A model of a user's own may print, which is worth knowing and nothing else.
  const onPrint = (line: string) =>
    observer?.note?.(`worker ${worker + 1} prints: ${plainText(line)}`);
  let process: WorkerProcess | undefined;
  const end = () => process?.kill();
  ending?.addEventListener("abort", end);
  try {
    while (!stopping?.aborted && !shared.problem) {
      const job = queue.next(worker);
      if (!job) return 0;
      process ??= new WorkerProcess(workerSetup(options, store), { onPrint });
      const lost = await runOne(worker, process, job, { observer, hangLimit });
      if (!lost) continue;
      if (ending?.aborted) return 1;
      await process.stop("kill"); // a process in which something threw is not trusted with the next run
      process = undefined;
      handleLoss(worker, job, lost, shared);
    }
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (!shared.problem) observer?.halted?.(error);
    shared.problem ??= error;
    return 1;
  } finally {
    ending?.removeEventListener("abort", end);
    await process?.stop("close");
  }
  return 0;
}

/**
 * Records a run as failed if this version cannot tell what it would take, as one with an option or an optimizer that it
 * does not know, from a list that another version wrote: the others are not to wait, or to end, for it.
 */
function recordUnknown(
  { run, configuration }: RunJob,
  { options: { engine, backend, threads, size }, store, control }: Pick<
    Shared,
    "options" | "store" | "control"
  >,
): boolean {
  const problem = problemOf(configuration, size);
  if (problem === null) return false;
  const startedAt = new Date().toISOString(), host = hostname();
  const execution = { run, configuration, engine, backend, threads, host, startedAt };
  const record = failedRecord(execution, problem, 0, { failure: "error", attempt: 1 });
  store.journal.append(record);
  control.observer?.finished?.(0, record);
  return true;
}

function problemOf(configuration: RunConfiguration, size: DataSize): string | null {
  try {
    if (Number.isFinite(epochCost(configuration, size))) return null;
    return "Cannot tell what this run would take: an option is missing or no number";
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
}

/** Every attempt is recorded, so that it is known afterwards what happened. */
function handleLoss(worker: number, job: RunJob, lost: LostAttempt, shared: Shared): void {
  const { queue, attempts, options, store, control } = shared, { observer } = control;
  const { run, configuration } = job, { failure, error, seconds, startedAt } = lost;
  const attempt = (attempts.get(run) ?? 0) + 1, host = hostname();
  const { engine, backend, threads } = options;
  const execution = { run, configuration, engine, backend, threads, host, startedAt };
  const record = failedRecord(execution, error, seconds, { failure, attempt });
  store.journal.append(record);
  attempts.set(run, attempt);
  if (attempt > options.retries) return observer?.finished?.(worker, record);
  queue.add(job);
  observer?.retried?.(worker, job, error);
}
