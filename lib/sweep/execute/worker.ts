/**
 * The process that executes runs: jobs come in on standard input, each result is appended to this process's own
 * journal and then reported on standard output. It ends when its input ends. It is at as many runs at once as are sent
 * to it: those of one graph, in a population.
 *
 * @module
 */
import { hostname } from "node:os";
import { loadDataset } from "../../data/dataset_file.ts";
import type { Dataset } from "../../data/dataset.ts";
import { InputError, storageError } from "../../errors.ts";
import { type Model, MODELS } from "../../models/mod.ts";
import type { Backend } from "../../tensorflow/load.ts";
import { nativeBackend } from "../../tensorflow/native_backend.ts";
import type { Engine, TrainingSource } from "../../training/engine.ts";
import { openEngine } from "../../training/open_engine.ts";
import { PopulationEngine } from "../../training/population_engine.ts";
import type { OptimizerName } from "../../optimizers/mod.ts";
import { train } from "../../training/train.ts";
import type { RunConfiguration } from "../plan/grid.ts";
import { loadOwnModel } from "../plan/own_models.ts";
import { DetailsWriter } from "../store/details.ts";
import { JournalWriter } from "../store/journal.ts";
import { sayMessage } from "./json_messages.ts";
import { MeasurePool } from "./_measure_pool.ts";
import { measureRun, type NetworkOutputs, networkOutputs } from "./measure_run.ts";
import type { WorkerMessage, WorkerSetup } from "./protocol.ts";
import type { RunJob } from "../plan/run_job.ts";
import { computation, toRecord } from "../store/record.ts";

const setup: WorkerSetup = JSON.parse(Deno.args[0]!);

const { population = 1 } = setup;

const say: (message: WorkerMessage) => void = sayMessage;

/** What a worker's runs have in common. */
interface Shared {
  readonly engine: TrainingSource & Pick<Engine, "name" | "backend">;
  readonly journal: JournalWriter;
  readonly details: DetailsWriter;
  /** Measures runs while others are trained; null where one run is trained at a time. */
  readonly pool: MeasurePool | null;
}

/** The registered model of a run, or one from a user's file: as it was when the sweep was planned. */
async function modelOf({ model, modelHash }: RunConfiguration): Promise<Model> {
  if (modelHash === undefined) return MODELS[model]!;
  const file = setup.models![model]!, own = await loadOwnModel(file);
  if (own.hash === modelHash) return own.model;
  throw new Error(
    `${file} has changed since the sweep began: restore it, or choose another folder with --out`,
  );
}

/** Executes one run; what it throws is reported, and the next run starts clean. */
async function execute(
  { run, configuration }: RunJob,
  dataset: Dataset,
  { engine, journal, details, pool }: Shared,
): Promise<void> {
  const startedAt = new Date().toISOString(), began = performance.now();
  let outputs: NetworkOutputs | undefined;
  try {
    journal.begin(run);
    const { model: _, modelHash: __, splitSeed: ___, genes: ____, settings, ...studied } =
      configuration;
    const result = await train(await modelOf(configuration), dataset, {
      ...settings,
      ...studied,
      optimizer: configuration.optimizer as OptimizerName,
      engine,
      keepModel: setup.modelsFolder !== null,
      onEpoch({ epoch, validation }) {
        say({ type: "epoch", run, epoch, loss: validation.loss ?? null });
        // Gives the reader of standard input a turn, so that a worker whose coordinator was killed ends.
        return new Promise((resolve) => setTimeout(resolve, 0));
      },
      async onEnd(training, bestEpoch) {
        if (bestEpoch !== null) outputs = await networkOutputs(training);
      },
    });
    if (pool) say({ type: "trained", run });
    result.trained?.save(`${setup.modelsFolder}/${run}.safetensors`);
    const { name, backend } = engine, host = hostname();
    const measured = outputs && await (pool ?? { measure: measureRun }).measure(outputs, dataset);
    const execution = {
      ...{ run, configuration, ...computation({ ...setup, engine: name, backend }) },
      ...{ host, startedAt },
      ...population > 1 && { population },
    };
    const record = toRecord(execution, result, measured?.latent);
    // In this order, so that a reader who finds the record finds the details too, wherever the process was killed.
    if (measured) details.append(run, measured.details, dataset);
    journal.append(record);
    say({ type: "done", record });
  } catch (error) {
    const problem = storageError("the results", error),
      seconds = (performance.now() - began) / 1000;
    const text = problem?.message ?? (error instanceof Error && error.stack || String(error));
    say({ type: "error", run, error: text, seconds, storage: problem !== undefined });
  }
}

/** Jobs from standard input; their end is the end of this process, whatever it is doing. */
function readJobs(): { next(): Promise<RunJob> } {
  const waiting: ((job: RunJob) => void)[] = [], arrived: RunJob[] = [];
  (async () => {
    let text = "";
    for await (const chunk of Deno.stdin.readable.pipeThrough(new TextDecoderStream())) {
      const lines = (text + chunk).split("\n");
      text = lines.pop()!;
      for (const line of lines) {
        const job: RunJob = JSON.parse(line), take = waiting.shift();
        if (take) take(job);
        else arrived.push(job);
      }
    }
    Deno.exit(0);
  })();
  return {
    next: () => {
      const job = arrived.shift();
      return job ? Promise.resolve(job) : new Promise((resolve) => waiting.push(resolve));
    },
  };
}

/** The sweep's engine; where there is none on this machine, this process says so and ends. */
async function open(): Promise<Shared["engine"]> {
  const { engine, backend, device, precision } = setup;
  try {
    const single = await openEngine({
      engine: engine as Engine["name"],
      backend: backend as Backend,
      device,
      precision,
    });
    if (population === 1) return single;
    const onNote = (text: string) => say({ type: "note", text });
    return new PopulationEngine(nativeBackend(), { slots: population, onNote });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    say({ type: "unusable", problem: error.message });
    Deno.exit(1);
  }
}

if (import.meta.main) {
  // The coordinator decides what a signal means; terminals and clusters send it to every process.
  const signals = Deno.build.os === "windows"
    ? ["SIGINT"] as const
    : ["SIGINT", "SIGTERM", "SIGHUP", "SIGUSR1"] as const;
  for (const signal of signals) Deno.addSignalListener(signal, () => {});
  const jobs = readJobs();
  const shared = {
    engine: await open(),
    journal: new JournalWriter(setup.runsFolder),
    details: new DetailsWriter(setup.runsFolder),
    pool: population > 1
      ? new MeasurePool(Math.min(population, navigator.hardwareConcurrency))
      : null,
  };
  let path = "", dataset: Dataset | undefined;
  say({ type: "ready" });
  while (true) {
    const job = await jobs.next();
    if (job.dataset !== path) {
      dataset = await loadDataset(job.dataset);
      path = job.dataset;
    }
    const ended = execute(job, dataset!, shared);
    if (population === 1) await ended;
  }
}
