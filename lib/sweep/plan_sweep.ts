import { resolve } from "node:path";
import { type PreparedOnce, prepareOnce, type PrepareOnceOptions } from "../data/prepare_once.ts";
import { requireCohortFiles } from "../data/require_cohort_files.ts";
import { InputError } from "../errors.ts";
import {
  DATA_OPTIONS,
  defaultsOf,
  epochsProblem,
  EXECUTION_OPTIONS,
  kebabCase,
  RUN_OPTIONS,
  type Said,
  snakeCase,
} from "../options/mod.ts";
import { type Card, findCards, type FoundCards } from "../tensorflow/cards.ts";
import type { DeviceOptions } from "../tensorflow/device.ts";
import { availableBackend } from "../tensorflow/available.ts";
import { engineOn } from "../training/engine_on.ts";
import type { RunJob } from "./plan/run_job.ts";
import { changePaths } from "./plan/change_paths.ts";
import { checkAxes } from "./plan/check_axes.ts";
import { type CardMemory, cardMemory, MOST_SLOTS } from "./plan/card_memory.ts";
import { graphKey } from "./plan/cost.ts";
import { chooseDevice } from "./plan/choose_device.ts";
import { workersOnCards } from "./plan/workers_on_cards.ts";
import { datasetKey } from "./plan/dataset_key.ts";
import {
  type Axes,
  expandGrid,
  type Fixed,
  type RunConfiguration,
  wholeGrid,
} from "./plan/grid.ts";
import { FORMAT } from "./plan/identity.ts";
import { loadOwnModels, type OwnModel } from "./plan/own_models.ts";
import { populationSize } from "./plan/population_size.ts";
import { checkFolder, checkJournals } from "./store/check_folder.ts";
import type { JournalContent } from "./store/journal.ts";
import {
  machineFacts,
  type Manifest,
  modelTable,
  readManifest,
  SEED_RULE,
} from "./store/manifest.ts";
import { checkManifest } from "./store/write_manifest.ts";
import { RESULT_COLUMNS } from "./store/result_columns.ts";
import { readOutcomes, type RunOutcome } from "./store/outcomes.ts";
import { identify } from "./store/raised_cap.ts";
import { checkSweepOptions, type SweepOptions } from "./plan/sweep_options.ts";

const { threads, executor, precision, retries, hangTimeout, saveModels } = defaultsOf(
  EXECUTION_OPTIONS,
);

/** Defaults of the execution; other defaults depend on the machine and the data. */
const EXECUTION_DEFAULTS = { threads, executor, precision, retries, hangTimeout, saveModels };

/** A sweep that is ready to run: every run with its identity, and what is done already. */
export interface SweepPlan {
  readonly options:
    & SweepOptions
    & Required<Pick<SweepOptions, "engine" | "backend" | "threads" | "executor" | "retries">>
    & Required<Pick<SweepOptions, "hangTimeout" | "saveModels" | "axes" | "fixed">>
    & {
      /** Runs that each worker trains at once. */
      readonly population: number;
    }
    & Required<DeviceOptions>;
  readonly axes: Axes;
  /** What workers use, where that is not the processor; null on a cluster, where it is the nodes'. */
  readonly cards: readonly Card[] | null;
  /** What runs take of each; null where there are none. */
  readonly cardMemory: CardMemory | null;
  /** Why a card that the machine has is left unused; null where there is nothing to say. */
  readonly deviceNotice: string | null;
  /** TensorFlow's version; null where the native one is not set up. */
  readonly tensorflow: string | null;
  /** Models that are not registered, by name. */
  readonly models: Readonly<Record<string, OwnModel>>;
  readonly out: string;
  readonly data: Manifest["data"];
  /** What was understood of the data, and what was repaired or noticed in them. */
  readonly understood: NonNullable<Manifest["understood"]>;
  readonly jobs: readonly RunJob[];
  /** Finished ones among them. */
  readonly done: readonly RunOutcome[];
  /** Those left: never run, or failed before. */
  readonly pending: readonly RunJob[];
  readonly damaged: JournalContent["damaged"];
  /** Failed runs of another sweep in this folder that are removed when this one begins: none of that is finished. */
  readonly removed: number;
  /** The folder's cap on epochs, where this sweep raises it: runs that ended before it are among the finished ones. */
  readonly raisedCap: number | null;
}

/** Options of {@linkcode planSweep}. */
export interface PlanSweepOptions extends Pick<PrepareOnceOptions, "onProgress"> {
  /**
   * Sets the native TensorFlow up: called once the options hold and the data's files are there, before it is looked
   * which backend there is, unless another one is asked for.
   * @default {takes what is there}
   */
  readonly setUp?: () => Promise<void>;
}

/**
 * Prepares the data, expands the grid and looks up what is done; writes nothing but the data's cache.
 *
 * @throws {InputError} If an option, an axis or the data is not valid, or the folder holds results of others.
 *
 * @example
 * ```ts
 * import { planSweep } from "./plan_sweep.ts";
 * const out = Deno.makeTempDirSync();
 * const plan = await planSweep({ data: "synthetic-120x60", out, axes: { learningRates: [0.1] } });
 * if (plan.pending.length !== 72) throw new Error("expected 4 × 1 × 6 × 3 runs");
 * ```
 */
export async function planSweep(
  given: SweepOptions = {},
  { onProgress, setUp }: PlanSweepOptions = {},
): Promise<SweepPlan> {
  const said = checkSweepOptions(given), { outputs = "outputs" } = said;
  if (said.backend !== undefined) engineOn(said.backend, said.engine);
  if (said.out !== undefined) checkFolder(said.out, outputs);
  const models = await loadOwnModels(said.model ?? []), table = modelTable({ models });
  refuseColumns(models);
  const { axes, fixed } = checkAxes(wholeGrid(said.axes, models), said.fixed, table);
  const configurations = expandGrid(axes, fixed, table);
  requireEpochs(configurations);
  const { data = DATA_OPTIONS.data.default, ...reading } = dataOptions(said);
  requireCohortFiles(data, { ...reading, dataFolder: said.dataFolder });
  if ((said.backend ?? "tensorflow") === "tensorflow") await setUp?.();
  const available = await availableBackend(), { backend = available.backend } = said;
  const engine = engineOn(backend, said.engine), execution = { ...EXECUTION_DEFAULTS, ...said };
  const computes = { ...execution, engine, backend };
  let found: Promise<FoundCards> | undefined;
  const find = () => found ??= findCards();
  // Before the data are read, which takes longer.
  if (said.device === "gpu") await chooseDevice(computes, find);
  requireGraphs(populationSize({ said: said.population }), { engine, backend });
  const prepared = await prepareAll(said, configurations, onProgress);
  const dataset = prepared.values().next().value!;
  requireRows(configurations, Math.min(...prepared.values().map(({ trainRows }) => trainRows)));
  const out = said.out ?? `${outputs}/${dataset.name}`;
  if (said.out === undefined) checkFolder(out, outputs);
  const { records, damaged } = readOutcomes(`${out}/runs`);
  if (records.length + damaged.length === 0) checkJournals(out);
  const finished = new Map(
    records.filter(({ status }) => status !== "failed").map((record) => [record.run, record]),
  );
  const earlier = finished.size > 0 ? readManifest(out)?.device ?? "cpu" : undefined;
  const size = { genes: genesOf(prepared), samples: samplesOf(dataset) };
  const memory = cardMemory(configurations, size);
  const { device, cards, notice } = await chooseDevice({ ...computes, memory, earlier }, find);
  const graphs = runsOfGraphs(configurations);
  const { workers = said.workers, sharing } = workersOnCards(said, {
    memory,
    cards,
    graphs: graphs.length,
  });
  const population = populationSize({
    ...{ said: said.population, device, bytesPerSlot: memory.slot, otherBytes: memory.other },
    freeBytes: Math.min(...(cards ?? []).map(({ freeBytes }) => freeBytes)) / sharing,
    runs: Math.min(MOST_SLOTS, Math.max(...graphs)),
  });
  const options = { ...computes, axes, fixed, population, device, ...workers && { workers } };
  const { precision } = options, context = { engine, backend, device, precision };
  const identity = identify(records, axes);
  const jobs = configurations.map((configuration) => {
    const { hash, path } = prepared.get(datasetKey(configuration))!;
    return {
      run: identity(configuration, { dataHash: hash, ...context }),
      configuration,
      dataset: path,
    };
  });
  const hashes = [...prepared].map(([key, { hash }]) => [key, hash]);
  const plan: SweepPlan = {
    options,
    cards,
    cardMemory: cards && memory,
    deviceNotice: notice,
    tensorflow: available.tensorflow,
    axes,
    models,
    out,
    data: {
      name: dataset.name,
      genes: size.genes,
      hashes: Object.fromEntries(hashes),
      trainRows: dataset.trainRows,
    },
    understood: dataset.understood,
    jobs,
    done: jobs.flatMap(({ run }) => finished.get(run) ?? []),
    pending: jobs.filter(({ run }) => !finished.has(run)),
    damaged,
    removed: 0,
    raisedCap: raisedCapOf(out, { axes, fixed }),
  };
  return checkManifest(out, toManifest(plan)) ? { ...plan, removed: records.length } : plan;
}

function genesOf(prepared: ReadonlyMap<string, Prepared>): number {
  return Math.max(...prepared.values().map(({ genes }) => genes));
}

/** Samples of all splits. */
function samplesOf({ trainRows, understood: { split } }: Prepared): number {
  const { train, validation, test } = split ?? { train: trainRows, validation: 0, test: 0 };
  return train + validation + test;
}

/** How many runs each graph has. */
function runsOfGraphs(configurations: readonly RunConfiguration[]): readonly number[] {
  const counts = new Map<string, number>();
  for (const configuration of configurations) {
    const key = `${datasetKey(configuration)} ${graphKey(configuration)}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts.values()];
}

/** The cap on epochs that a folder's sweep had, where another sweep has a larger one. */
function raisedCapOf(
  folder: string,
  { axes, fixed }: { readonly axes: Axes; readonly fixed: Fixed },
): number | null {
  if (Object.hasOwn(axes.further ?? {}, "maxEpochs")) return null;
  const before = Number(readManifest(folder)?.fixed.maxEpochs ?? Infinity);
  return before < Number(fixed.maxEpochs ?? RUN_OPTIONS.maxEpochs.default) ? before : null;
}

/** What a plan has to know of a dataset: its numbers stay in its file. */
interface Prepared extends Pick<PreparedOnce, "path"> {
  readonly name: string;
  readonly hash: string;
  readonly genes: number;
  readonly trainRows: number;
  readonly understood: SweepPlan["understood"];
}

/** Prepares each dataset that some run is trained on, by its key. */
async function prepareAll(
  options: SweepOptions,
  configurations: readonly RunConfiguration[],
  onProgress: PrepareOnceOptions["onProgress"],
): Promise<ReadonlyMap<string, Prepared>> {
  const { cache, dataFolder, maxMemory } = options, { data, ...reading } = dataOptions(options);
  const prepared = new Map<string, Prepared>();
  for (const configuration of configurations) {
    const key = datasetKey(configuration), { genes: own } = configuration;
    const { splitSeed: seed = configuration.seed } = configuration;
    if (prepared.has(key)) continue;
    const { dataset, path } = await prepareOnce(data ?? DATA_OPTIONS.data.default, {
      ...reading,
      ...{ seed, cache, dataFolder, maxMemory, onProgress },
      ...own !== undefined && { genes: own },
    });
    const { name, hash, genes, train, summary, report } = dataset;
    prepared.set(key, {
      ...{ name, hash, path, genes: genes.length, trainRows: train.rows },
      understood: { ...summary, notices: report },
    });
  }
  return prepared;
}

/** What was said of where the data come from and how they are read. */
function dataOptions(options: SweepOptions): Said<typeof DATA_OPTIONS> {
  const names = Object.keys(DATA_OPTIONS) as (keyof typeof DATA_OPTIONS)[];
  return Object.fromEntries(
    names.filter((name) => options[name] !== undefined).map((name) => [name, options[name]]),
  );
}

/** An axis has a column of its own in the results. */
function refuseColumns(models: SweepPlan["models"]): void {
  for (const { file, options } of Object.values(models)) {
    const name = Object.keys(options).find((option) => RESULT_COLUMNS.includes(snakeCase(option)));
    if (name === undefined) continue;
    throw new InputError(
      `--model ${file}: its option "${name}" has the name of a result; rename it`,
    );
  }
}

/** Several runs are trained at once in one graph. */
function requireGraphs(
  population: number,
  { engine, backend }: { readonly engine: string; readonly backend: string },
): void {
  if (population === 1 || engine === "graph") return;
  throw new InputError(
    `--population: got ${population}, but the ${engine} engine on ${backend} trains one run at a time; ` +
      "leave it out, or use the graph engine on tensorflow",
  );
}

function requireEpochs(configurations: readonly RunConfiguration[]): void {
  for (const settings of new Set(configurations.map(({ settings }) => settings))) {
    const problem = epochsProblem(settings);
    if (!problem) continue;
    const { name, given, last, why } = problem, option = kebabCase(name);
    const more = settings.fixedEpochs === null ? "max-epochs" : "fixed-epochs";
    throw new InputError(
      `--${option}: got ${given}, but runs end after ${last} epochs, so ${why}; give a smaller number, or more ` +
        `epochs with --${more}`,
    );
  }
}

function requireRows(configurations: readonly RunConfiguration[], rows: number): void {
  let largest = 0;
  for (const { settings } of configurations) largest = Math.max(largest, settings.batchSize);
  if (largest <= rows) return;
  throw new InputError(
    `--batch-size: got ${largest}, takes at most ${rows}, the samples of the training split`,
  );
}

/** A plan as sweep.json records it. */
export function toManifest(plan: SweepPlan): Manifest {
  const { engine, backend, device, precision, threads, fixed, command = "" } = plan.options;
  return {
    format: FORMAT,
    axes: plan.axes,
    fixed: { ...defaultsOf(RUN_OPTIONS), ...fixed },
    reading: changePaths(dataOptions(plan.options), DATA_OPTIONS, (path) => resolve(path)),
    models: plan.models,
    data: plan.data,
    understood: plan.understood,
    engine,
    backend,
    device,
    precision,
    threads,
    seedRule: SEED_RULE,
    versions: { deno: Deno.version.deno, tensorflow: plan.tensorflow },
    machine: machineFacts(),
    command,
    updatedAt: new Date().toISOString(),
  };
}
