import { loadDataset } from "../data/dataset_file.ts";
import type { PreparedDataset } from "../data/prepare.ts";
import type { PrepareOnceOptions } from "../data/prepare_once.ts";
import { dirname, resolve } from "node:path";
import { InputError, storing } from "../errors.ts";
import { unlessMissing } from "../files.ts";
import { makeFolder } from "../files/make_folder.ts";
import { removeLeftOvers } from "../files/remove_left_overs.ts";
import { TemporaryFolder } from "../files/temporary_folder.ts";
import { type Model, MODELS } from "../models/mod.ts";
import { lastEpochOf } from "../options/mod.ts";
import { local } from "../sweep/execute/local_executor.ts";
import type { SweepObserver } from "../sweep/execute/observer.ts";
import type { ResultFolder } from "../sweep/open_result_folder.ts";
import { loadOwnModel } from "../sweep/plan/own_models.ts";
import type { RunJob } from "../sweep/plan/run_job.ts";
import { planSweep } from "../sweep/plan_sweep.ts";
import type { SweepPlan } from "../sweep/sweep_plan.ts";
import { JournalWriter } from "../sweep/store/journal.ts";
import type { RunRecord } from "../sweep/store/record.ts";
import { refuseLinks } from "../sweep/store/refuse_links.ts";
import { TrainedModel } from "../training/trained_model.ts";
import type { ResultRow } from "./choose_run.ts";
import { requireNetworkOf } from "./_require_network_of.ts";
import { sweepOptionsOf } from "./_sweep_options_of.ts";

/** What a run is called. */
const IDENTITY = /^[0-9a-f]+$/;

/** Options of {@linkcode networkOf}. */
export interface NetworkOfOptions
  extends Pick<PrepareOnceOptions, "cache" | "dataFolder" | "maxMemory" | "onProgress"> {
  /** Sets the native TensorFlow up, where a training needs it. @default {takes what is there} */
  readonly setUp?: () => Promise<void>;
  /** Called with the data before the configuration is trained on them once more: what it throws leaves that undone. */
  readonly beforeTraining?: (dataset: PreparedDataset) => Promise<void>;
  /** Told before the configuration is trained once more, with the seconds that it took in the sweep. */
  readonly onTraining?: (seconds: number | null) => void;
  readonly onEpoch?: (epoch: number, most: number) => void;
  /** Ends the training: what it made until then is removed, and the signal's reason thrown. */
  readonly signal?: AbortSignal;
}

/** A network of a sweep. */
export interface Network {
  readonly trained: TrainedModel;
  /** Its file. */
  readonly path: string;
  /** Absent where the file was there. */
  readonly training?: {
    readonly seconds: number;
    /** Its error on test samples, and that of the sweep's run. */
    readonly testMse: number;
    readonly before: number;
  };
}

/** Where a result folder has a run's network. */
export function networkPath(folder: string, run: string): string {
  return `${folder}/models/${run}.safetensors`;
}

/**
 * The network of a run: from its folder, or trained once more, as the sweep did, and then kept there.
 *
 * @param results Its folder.
 * @param row The run.
 * @throws {InputError} If the file is damaged or another run's, or the data, the model's file or the way of computing are
 *   not what they were.
 */
export async function networkOf(
  results: ResultFolder,
  row: ResultRow,
  options: NetworkOfOptions = {},
): Promise<Network> {
  const { folder, manifest } = results, path = networkPath(folder, row.run);
  refuseLinks(folder, "use");
  requireKnown(results, row);
  const own = manifest.models?.[row.model];
  const model = own ? await ownModel(own.file, own.hash) : MODELS[row.model]!;
  if (unlessMissing(() => Deno.statSync(path).isFile, false)) {
    const trained = TrainedModel.load(path, { model });
    requireNetworkOf(trained, row, results, path);
    return { trained, path };
  }
  const { cache, dataFolder, maxMemory, onProgress, setUp } = options;
  const { beforeTraining, onTraining, onEpoch, signal } = options;
  const given = { ...sweepOptionsOf(row, results), cache, dataFolder, maxMemory };
  const plan = await planSweep({ ...given, out: `${path}.training` }, { onProgress, setUp })
    .catch((error) => {
      if (!(error instanceof InputError)) throw error;
      throw new InputError(
        `${folder} holds no network of the run ${row.run}, and it cannot be trained once more: ${error.message}`,
        { cause: error },
      );
    });
  const [job] = plan.jobs as [RunJob];
  if (job.run !== row.run) throw changed(results, row, plan.data.hashes);
  await beforeTraining?.(await loadDataset(job.dataset));
  onTraining?.(typeof row.seconds === "number" ? row.seconds : null);
  const record = await trainAgain(plan, path, { onEpoch, signal });
  const { seconds, testMse } = record;
  const training = { seconds, testMse: testMse!, before: Number(row.test_mse) };
  return { trained: TrainedModel.load(path, { model }), path, training };
}

/** A table that was handed on may hold anything, and its names become those of files. */
function requireKnown({ folder, manifest }: ResultFolder, { run, model }: ResultRow): void {
  if (!IDENTITY.test(run)) {
    throw new InputError(`Cannot use ${folder}: "${run}" in its results is no identity of a run`);
  }
  if (Object.hasOwn(manifest.models ?? {}, model) || Object.hasOwn(MODELS, model)) return;
  throw new InputError(
    `Cannot use the run ${run} of ${folder}: this version has no model "${model}"; use the version that swept it`,
  );
}

/** Trains a plan's only run in a worker process, as its sweep did, and keeps its network. */
async function trainAgain(
  plan: SweepPlan,
  path: string,
  { onEpoch, signal }: Pick<NetworkOfOptions, "onEpoch" | "signal">,
): Promise<RunRecord> {
  const { jobs, options, models, data } = plan;
  const { engine, backend, device, precision, threads, hangTimeout } = options;
  const cards = plan.cards?.map(({ id }) => id), [{ run, configuration }] = jobs as [RunJob];
  makeFolder(dirname(path));
  removeLeftOvers(dirname(path));
  using temporary = new TemporaryFolder(resolve(dirname(path)));
  const folder = temporary.path;
  using journal = new JournalWriter(`${folder}/runs`);
  const files = Object.entries(models).map(([name, { file }]) => [name, file]);
  const executor = local.open({
    ...{ engine, backend, device, precision, cards, threads, hangTimeout, size: data },
    ...{ models: Object.fromEntries(files), workers: 1, population: 1, retries: 0 },
  });
  let record: RunRecord | undefined;
  const most = lastEpochOf(configuration.settings);
  const observer: SweepObserver = {
    epoch: (_worker, _job, epoch) => onEpoch?.(epoch, most),
    finished: (_worker, finished) => record = finished,
  };
  const store = { folder, journal, done: [], saveModels: true };
  await executor.execute(jobs, store, { observer, stopping: signal, ending: signal });
  signal?.throwIfAborted();
  const problem = record?.error?.split("\n")[0] ?? record?.status;
  if (!unlessMissing(() => Deno.statSync(networkPath(folder, run)).isFile, false)) {
    throw new InputError(
      `Cannot train the run ${run} once more: it left a network in the sweep, and none here (${problem})`,
    );
  }
  storing(path, () => Deno.renameSync(networkPath(folder, run), path));
  return record!;
}

async function ownModel(file: string, hash: string): Promise<Model> {
  const own = await loadOwnModel(file);
  if (own.hash === hash) return own.model;
  throw new InputError(
    `Cannot use the model of ${file}: it has changed since the sweep; restore it`,
  );
}

/** Why a run cannot be repeated: what has changed since the sweep. */
function changed(
  { folder, manifest }: ResultFolder,
  { run }: ResultRow,
  now: Readonly<Record<string, string>>,
): InputError {
  const other = Object.entries(now).some(([key, hash]) =>
    manifest.data.hashes[key] !== undefined && manifest.data.hashes[key] !== hash
  );
  const what = other
    ? `the data (${manifest.reading?.data ?? manifest.data.name}) have another content`
    : "this version, or this machine, computes it in another way";
  return new InputError(
    `Cannot train the run ${run} of ${folder} once more: ${what} than in the sweep; sweep again with --save-models, or ` +
      "name another run",
  );
}
