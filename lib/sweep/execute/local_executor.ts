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
import { filledWorkers } from "../plan/filled_workers.ts";
import type { RunJob } from "../plan/run_job.ts";
import { workerSetup } from "./worker_setup.ts";
import { RunQueue } from "./queue.ts";
import type { Execution } from "./_execution.ts";
import { HangLimit } from "./_hang_limit.ts";
import { WorkerProcess } from "./_worker_process.ts";
import { type LostRun, takeLost } from "./_lost_runs.ts";
import { recordUnknown } from "./_unknown_run.ts";
import { WorkerRuns } from "./_worker_runs.ts";

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
    const execution: Execution = {
      ...{ options, store, control, queue: new RunQueue(workable, size), attempts: new Map() },
      ...{ hangLimit: new HangLimit(size, hangTimeout), population: options.population ?? 1 },
    };
    const { population } = execution;
    const count = Math.min(options.workers, filledWorkers(workable, population));
    // All are waited for, whatever becomes of one: each has a process to end.
    const ended = await Promise.allSettled(
      Array.from({ length: count }, (_, worker) => runWorker(worker, execution)),
    );
    const unfinished = ended.map((one) => {
      if (one.status === "rejected") throw one.reason;
      return one.value;
    });
    if (execution.problem) throw execution.problem;
    const open = execution.queue.size + sum(unfinished);
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

/** Where a worker has its process, from its start on: it is to be ended whatever is waited for just then. */
interface Seat {
  runs?: WorkerRuns;
}

/** Keeps one worker busy, replacing its process when it dies; returns how many runs were ended unfinished. */
async function runWorker(worker: number, execution: Execution): Promise<number> {
  const { ending, observer } = execution.control, seat: Seat = {};
  const end = () => seat.runs?.kill();
  ending?.addEventListener("abort", end);
  try {
    while (true) {
      const runs = await fill(worker, seat, execution);
      if (!runs?.size) return 0;
      const lost = (await runs.next()).filter((one): one is LostRun => one.lost !== undefined);
      if (!lost.length) continue;
      if (ending?.aborted) return lost.length + runs.size;
      if (!runs.ready && await isStopping(execution)) return lost.length + runs.size;
      const { population } = runs;
      if (!runs.size) { // a process in which something threw is not trusted with the next run
        await runs.stop("kill");
        seat.runs = undefined;
      }
      takeLost(worker, lost, { execution, population });
    }
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const first = execution.problem === undefined;
    execution.problem ??= error;
    if (first) observer?.halted?.(error);
    return seat.runs?.size ?? 0;
  } finally {
    ending?.removeEventListener("abort", end);
    await seat.runs?.stop("close");
  }
}

/**
 * Whether the sweep is stopped, or is in a moment: a terminal's Ctrl-C reaches all processes, and ends one that only starts,
 * which is no failure of the run that it was to do.
 */
async function isStopping({ control: { stopping } }: Execution): Promise<boolean> {
  await new Promise((resolve) => setTimeout(resolve, STOPPING));
  return stopping?.aborted ?? false;
}

/** Gives a worker runs as long as it has places and there are any for it; its process may be another one then. */
async function fill(
  worker: number,
  seat: Seat,
  execution: Execution,
): Promise<WorkerRuns | undefined> {
  const { queue, control: { stopping } } = execution;
  const isOver = () => stopping?.aborted || execution.problem !== undefined;
  while (!isOver()) {
    const { population } = execution, { runs } = seat, busy = runs !== undefined && runs.size > 0;
    if (busy && !(runs!.free && runs!.population === population)) break;
    const alone = busy ? undefined : queue.nextAlone();
    const optimizer = population > 1 ? runs?.freedOptimizer : undefined;
    const job = alone ?? queue.next(worker, { busy, optimizer });
    if (!job) break;
    const places = alone ? 1 : population;
    if (runs && !(runs.trusted && runs.population === places)) {
      await runs.stop("close");
      seat.runs = undefined;
      if (isOver()) {
        if (alone) queue.addAlone(job);
        else queue.add(job);
        break;
      }
    }
    seat.runs ??= startProcess(worker, places, execution);
    await seat.runs.begin(job);
  }
  return seat.runs;
}

function startProcess(worker: number, population: number, execution: Execution): WorkerRuns {
  const { options, store, control: { observer }, hangLimit } = execution;
  // A model of a user's own may print, which is worth knowing and nothing else.
  const onPrint = (line: string) =>
    observer?.note?.(`worker ${worker + 1} prints: ${plainText(line)}`);
  const { cards = [] } = options, card = cards[worker % cards.length];
  const setup = workerSetup({ ...options, population }, store);
  const process = new WorkerProcess(setup, { onPrint, card });
  return new WorkerRuns(worker, process, population, { observer, hangLimit });
}
