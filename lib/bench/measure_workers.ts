import { writeDataset } from "../data/dataset_file.ts";
import { expandGrid, POSTER_GRID } from "../sweep/plan/grid.ts";
import { JsonProcess } from "../sweep/execute/json_process.ts";
import type { WorkerMessage, WorkerSetup } from "../sweep/execute/protocol.ts";
import type { RunJob } from "../sweep/plan/run_job.ts";
import { benchDataset } from "./bench_dataset.ts";
import { median } from "../numbers/median.ts";
import { temporaryFolder } from "./_temporary_folder.ts";
import { peakGigabytes } from "./peak_memory.ts";

/** What worker processes train, and on how much. */
export interface WorkersTask {
  readonly samples: number;
  readonly genes: number;
  /** Processes at work at the same time, on the same. */
  readonly workers: number;
  /** Threads of each. */
  readonly threads: number;
  readonly models: readonly string[];
  /** Epochs of each run, at least 2: the first one is not timed. */
  readonly epochs: number;
}

/** What it took. */
export interface WorkersMeasure extends WorkersTask {
  /** Median epoch over all models, workers and epochs but the first. */
  readonly secondsPerEpoch: number;
  /** Samples that an epoch visits: those trained on, in full batches, and those validated. */
  readonly visited: number;
  /** Of the whole machine, so divided by the number of workers. */
  readonly microsecondsPerSample: number;
  /** Largest resident set of a worker until its end; the library's shared pages are in it. */
  readonly peakGigabytes: number;
}

/**
 * Lets worker processes, the sweep's own, train one run of each model side by side and measures epochs and
 * memory. Linux only, as the peak is read from /proc.
 *
 * @throws {Error} If a run fails or there is no /proc.
 */
export async function measureWorkers(task: WorkersTask): Promise<WorkersMeasure> {
  const { samples, genes, workers, threads } = task;
  using folder = temporaryFolder();
  const path = `${folder.path}/dataset.bin`, dataset = benchDataset(samples, genes);
  await writeDataset(dataset, path);
  const jobs = benchJobs(task, path), runs = `${folder.path}/runs`;
  await Deno.mkdir(runs);
  const how = { engine: "graph", backend: "tensorflow", threads };
  const setup = { ...how, runsFolder: runs, modelsFolder: null };
  const measured = await Promise.all(
    Array.from({ length: workers }, () => runJobs(setup, jobs)),
  );
  const batch = Number(jobs[0]!.configuration.settings.batchSize);
  const visited = Math.floor(dataset.train.rows / batch) * batch + dataset.validation.rows;
  const secondsPerEpoch = median(measured.flatMap(({ seconds }) => seconds));
  return {
    ...task,
    secondsPerEpoch,
    visited,
    microsecondsPerSample: secondsPerEpoch * 1e6 / (visited * workers),
    peakGigabytes: Math.max(...measured.map(({ peak }) => peak)),
  };
}

function benchJobs({ models, epochs }: WorkersTask, dataset: string): RunJob[] {
  const axes = { ...POSTER_GRID, models, learningRates: [1e-5], latentSizes: [50] };
  const configurations = expandGrid({ ...axes, optimizers: ["adam"] }, { fixedEpochs: epochs });
  return configurations.map((configuration, i) => ({ run: `bench-${i}`, configuration, dataset }));
}

/** A worker of the sweep's own with all its jobs; its epochs, and its memory when it has done them. */
async function runJobs(setup: WorkerSetup, jobs: readonly RunJob[]) {
  const program = new URL("../sweep/execute/worker.ts", import.meta.url);
  const writes = [setup.runsFolder], seconds: number[] = [];
  const worker = new JsonProcess<RunJob, WorkerMessage>(program, setup, {
    threads: setup.threads,
    writes,
  });
  try {
    for (const job of jobs) await worker.send(job);
    let left = jobs.length;
    for (let message = await worker.receive(); message; message = await worker.receive()) {
      if (message.type === "error") throw new Error(`Cannot measure a run: ${message.error}`);
      if (message.type !== "done") continue;
      seconds.push(...message.record.history.seconds.slice(1));
      if (--left === 0) return { seconds, peak: await peakGigabytes(worker.pid) };
    }
    throw new Error(`Cannot measure workers: one ended with code ${(await worker.status).code}`);
  } finally {
    await worker.stop("close");
  }
}
