/**
 * The program of an array task: works through its list of runs with the same worker processes as on one
 * machine, and appends to files of this process alone. Runs that any process has finished are left out, so
 * that it may be started again, and even twice at once.
 *
 * @module
 */
import { hostname } from "node:os";
import { AttemptWriter } from "./_attempt.ts";
import { readTaskList, type TaskList, taskListsTime } from "./_files.ts";
import { readSubmissions } from "./_ledger.ts";
import { JournalWriter } from "../store/journal.ts";
import { LocalExecutor } from "../execute/local_executor.ts";
import type { SweepObserver } from "../execute/observer.ts";
import type { RunJob } from "../plan/run_job.ts";
import { RecordFollower } from "../store/record_follower.ts";
import { complain } from "../../format/print.ts";

/** Seconds that runs under way get to finish when Slurm ends the task, which kills it after KillWait. */
const GRACE = 2;

/** Seconds between two reported epochs of a run. */
const EPOCH_PAUSE = 5;

/** Milliseconds by which a journal may appear older than the task list, and still be read. */
const CLOCK_MARGIN = 60_000;

async function runTask(folder: string, tag: string, task: number): Promise<void> {
  const submission = readSubmissions(folder).get(tag);
  if (!submission || submission.released.has(task)) {
    return complain(`Task ${task} of ${tag} has nothing to do: its runs were given to others`);
  }
  const restarts = Number(Deno.env.get("SLURM_RESTART_COUNT") || 0);
  const host = hostname().replace(/[^\w.-]/g, "_");
  using attempt = new AttemptWriter(folder, tag, task, `${restarts}-${host}-${Deno.pid}`);
  const at = new Date().toISOString(), job = Deno.env.get("SLURM_ARRAY_JOB_ID") ?? "";
  attempt.write({ type: "began", job, host: hostname(), at });
  const list = readTaskList(folder, tag, task);
  await execute(unfinished(list, taskListsTime(folder, tag, task)), list, { attempt, folder });
  attempt.write({ type: "ended" });
}

/** Runs that no process has finished since the list was written. */
function unfinished({ jobs, setup }: TaskList, listed: number): RunJob[] {
  const records = new RecordFollower(setup.runsFolder).poll(listed - CLOCK_MARGIN);
  const finished = new Set([...records].map(({ run }) => run));
  return jobs.filter(({ run }) => !finished.has(run));
}

async function execute(
  jobs: readonly RunJob[],
  { setup, threads, retries, hangTimeout, size }: TaskList,
  { attempt, folder }: { readonly attempt: AttemptWriter; readonly folder: string },
) {
  using journal = new JournalWriter(setup.runsFolder);
  const processors = Number(Deno.env.get("SLURM_CPUS_PER_TASK") || 1);
  const { engine, backend, device, precision, population, models } = setup;
  // Slurm says which cards it gave; without a word it is the machine's first.
  const cards = device === "gpu"
    ? (Deno.env.get("CUDA_VISIBLE_DEVICES") || "0").split(",")
    : undefined;
  const workers = cards?.length ?? Math.max(1, Math.floor(processors / threads));
  const options = {
    ...{ engine, backend, device, precision, cards, models, workers, threads, population },
    ...{ retries, hangTimeout, size },
  };
  const store = { folder, journal, done: [], saveModels: setup.modelsFolder !== null };
  const control = { observer: tellTo(attempt), ...listen(attempt) };
  await new LocalExecutor(options).execute(jobs, store, control);
}

/** Before the time limit no further run is started; when it is reached, or at preemption, all end. */
function listen(attempt: AttemptWriter) {
  const stopping = new AbortController(), ending = new AbortController();
  Deno.addSignalListener("SIGUSR1", () => {
    attempt.write({ type: "signal", signal: "SIGUSR1" });
    stopping.abort();
  });
  Deno.addSignalListener("SIGTERM", () => {
    if (stopping.signal.aborted && ending.signal.aborted) return;
    attempt.write({ type: "signal", signal: "SIGTERM" });
    stopping.abort();
    setTimeout(() => ending.abort(), GRACE * 1000);
  });
  return { stopping: stopping.signal, ending: ending.signal };
}

function tellTo(attempt: AttemptWriter): SweepObserver {
  const told = new Map<number, number>();
  return {
    started(_worker, { run }) {
      attempt.write({ type: "started", run });
    },
    epoch(worker, { run }, epoch, loss) {
      const now = performance.now();
      if (now - (told.get(worker) ?? -Infinity) < EPOCH_PAUSE * 1000) return;
      told.set(worker, now);
      attempt.write({ type: "epoch", run, epoch, loss });
    },
    retried(_worker, { run }, error) {
      attempt.write({ type: "retried", run, error });
    },
    separated(_worker, jobs, error) {
      for (const { run } of jobs) attempt.write({ type: "retried", run, error });
    },
    finished(_worker, record) {
      if (record.status === "failed") attempt.write({ type: "failed", record });
      else attempt.write({ type: "finished", run: record.run });
    },
    note: (text) => complain(text),
  };
}

if (import.meta.main) {
  const [folder, tag] = Deno.args;
  await runTask(folder!, tag!, Number(Deno.env.get("SLURM_ARRAY_TASK_ID")));
  Deno.exit(0); // whatever still listens
}
