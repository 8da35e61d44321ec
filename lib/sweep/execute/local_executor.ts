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
import { cardFailure } from "../../tensorflow/card_failure.ts";
import { type DataSize, epochCost } from "../plan/cost.ts";
import type { RunConfiguration } from "../plan/grid.ts";
import type { RunJob } from "../plan/run_job.ts";
import { workerSetup } from "./worker_setup.ts";
import { RunQueue } from "./queue.ts";
import { computation, failedRecord } from "../store/record.ts";
import { HangLimit } from "./_hang_limit.ts";
import { WorkerProcess } from "./_worker_process.ts";
import { type EndedRun, type LostAttempt, WorkerRuns } from "./_worker_runs.ts";

/**
 * Executes runs in worker processes of this machine. A run that throws, or whose worker dies or hangs, is
 * recorded as failed and tried again in a fresh process; the others continue. Of a process that trains several runs none is to
 * blame yet: what is lost there is tried again by itself, and recorded if it fails so.
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
      ...{ hangLimit: new HangLimit(size, hangTimeout), population: options.population ?? 1 },
    };
    const { population } = shared;
    const count = Math.min(options.workers, Math.ceil(workable.length / population));
    const unfinished = await Promise.all(
      Array.from({ length: count }, (_, worker) => runWorker(worker, shared)),
    );
    if (shared.problem) throw shared.problem;
    const open = shared.queue.size + sum(unfinished);
    return { open, problem: null };
  }
}

/** Milliseconds in which a signal that ended a worker has reached the sweep too. */
const STOPPING = 200;

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
  /** Runs that a process trains at once: fewer once a card had not the memory for as many. */
  population: number;
  /** Set: no further run is begun. */
  problem?: Error;
}

/** Keeps one worker busy, replacing its process when it dies; returns how many runs were ended unfinished. */
async function runWorker(worker: number, shared: Shared): Promise<number> {
  const { ending, observer } = shared.control;
  let runs: WorkerRuns | undefined;
  const end = () => runs?.kill();
  ending?.addEventListener("abort", end);
  try {
    while (true) {
      runs = await fill(worker, runs, shared);
      if (ending?.aborted) end(); // it came while a process was started, which nobody else knew of
      if (!runs?.size) return 0;
      const ended = await runs.next(), lost = ended.filter(({ lost }) => lost);
      if (!lost.length) continue;
      if (ending?.aborted) return lost.length + runs.size;
      if (!runs.ready && await isStopping(shared)) return lost.length + runs.size;
      const { population } = runs;
      if (!runs.size) { // a process in which something threw is not trusted with the next run
        await runs.stop("kill");
        runs = undefined;
      }
      if (population === 1) handleLoss(worker, lost[0]!.job, lost[0]!.lost!, shared);
      else if (cardFailure(lost[0]!.lost!.error) === "memory") {
        shrink(worker, lost, { shared, population });
      } else separate(worker, lost, shared);
    }
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (!shared.problem) observer?.halted?.(error);
    shared.problem ??= error;
    return runs?.size ?? 0;
  } finally {
    ending?.removeEventListener("abort", end);
    await runs?.stop("close");
  }
}

/**
 * Whether the sweep is stopped, or is in a moment: a terminal's Ctrl-C reaches all processes, and ends one that only starts,
 * which is no failure of the run that it was to do.
 */
async function isStopping({ control: { stopping } }: Shared): Promise<boolean> {
  await new Promise((resolve) => setTimeout(resolve, STOPPING));
  return stopping?.aborted ?? false;
}

/** Gives a worker runs as long as it has places and there are any for it; its process may be another one then. */
async function fill(
  worker: number,
  runs: WorkerRuns | undefined,
  shared: Shared,
): Promise<WorkerRuns | undefined> {
  const { queue, control: { stopping } } = shared;
  while (!stopping?.aborted && !shared.problem) {
    const { population } = shared, busy = runs !== undefined && runs.size > 0;
    if (busy && !(runs!.free && runs!.population === population)) break;
    const alone = busy ? undefined : queue.nextAlone();
    const optimizer = population > 1 ? runs?.freedOptimizer : undefined;
    const job = alone ?? queue.next(worker, { busy, optimizer });
    if (!job) break;
    const places = alone ? 1 : population;
    if (runs && !(runs.trusted && runs.population === places)) {
      await runs.stop("close");
      runs = undefined;
    }
    runs ??= startProcess(worker, places, shared);
    await runs.begin(job);
  }
  return runs;
}

function startProcess(worker: number, population: number, shared: Shared): WorkerRuns {
  const { options, store, control: { observer }, hangLimit } = shared;
  // A model of a user's own may print, which is worth knowing and nothing else.
  const onPrint = (line: string) =>
    observer?.note?.(`worker ${worker + 1} prints: ${plainText(line)}`);
  const { cards = [] } = options, card = cards[worker % cards.length];
  const setup = workerSetup({ ...options, population }, store);
  const process = new WorkerProcess(setup, { onPrint, card });
  return new WorkerRuns(worker, process, population, { observer, hangLimit });
}

/**
 * Records a run as failed if this version cannot tell what it would take, as one with an option or an optimizer that it
 * does not know, from a list that another version wrote: the others are not to wait, or to end, for it.
 */
function recordUnknown(
  { run, configuration }: RunJob,
  { options: { size, ...options }, store, control }: Pick<
    Shared,
    "options" | "store" | "control"
  >,
): boolean {
  const problem = problemOf(configuration, size);
  if (problem === null) return false;
  const startedAt = new Date().toISOString(), host = hostname();
  const execution = { run, configuration, ...computation(options), host, startedAt };
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
  const { population } = shared;
  const execution = { run, configuration, ...computation(options), host, startedAt };
  const record = failedRecord(execution, error, seconds, { failure, attempt });
  store.journal.append(record);
  attempts.set(run, attempt);
  if (attempt > options.retries) return observer?.finished?.(worker, record);
  if (population === 1) queue.add(job);
  else queue.addAlone(job);
  observer?.retried?.(worker, job, error);
}

/**
 * Runs were lost in a process that trains several, and another may be to blame: each is tried again in a process of its own,
 * and only what it does there counts against it.
 */
function separate(worker: number, ended: readonly EndedRun[], { queue, control }: Shared): void {
  const jobs = ended.map(({ job }) => job),
    [{ lost }] = ended as [EndedRun],
    { observer } = control;
  for (const job of jobs) queue.addAlone(job);
  if (jobs.length > 1) observer?.separated?.(worker, jobs, lost!.error);
  else observer?.retried?.(worker, jobs[0]!, lost!.error);
}

/**
 * A card, or a machine, has not the memory for the runs that a process trains at once: they are trained again with others,
 * half as many at once, and nothing counts against them.
 */
function shrink(
  worker: number,
  ended: readonly EndedRun[],
  { shared, population }: { readonly shared: Shared; readonly population: number },
): void {
  const { queue, control: { observer } } = shared, half = Math.floor(population / 2);
  // The first to say so; the others of its process follow, each by itself.
  if (shared.population > half) {
    shared.population = half;
    const what = shared.options.device === "gpu" ? "the card" : "this machine";
    observer?.note?.(
      `${what} has too little memory for ${population} runs at once: going on with ${half}`,
    );
  }
  for (const { job, lost } of ended) {
    queue.add(job);
    observer?.retried?.(worker, job, lost!.error);
  }
}
