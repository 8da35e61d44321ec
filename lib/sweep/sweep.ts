import { resolve } from "node:path";
import type { Repair } from "../data/repairs.ts";
import { prepareOnce, type PrepareOnceOptions } from "../data/prepare_once.ts";
import { InputError } from "../errors.ts";
import { type Axes, expandGrid, POSTER_GRID, type RunConfiguration } from "./plan/grid.ts";
import { FORMAT, runId } from "./plan/identity.ts";
import { type JournalContent, JournalWriter, readJournals } from "./store/journal.ts";
import type { ExecutorControl } from "./execute/executor.ts";
import { lockFolder } from "./store/lock.ts";
import {
  checkManifest,
  machineFacts,
  type Manifest,
  SEED_RULE,
  writeManifest,
} from "./store/manifest.ts";
import { checkFixed } from "./plan/check_fixed.ts";
import { checkFolder, checkJournals } from "./store/check_folder.ts";
import { readOutcomes, type RunOutcome } from "./store/outcomes.ts";
import type { RunJob } from "./execute/protocol.ts";
import type { RunRecord } from "./store/record.ts";
import { writeBaselines } from "./baselines.ts";
import { writeDetails } from "./store/details_frames.ts";
import { writeResults } from "./store/results.ts";
import { SETTINGS, type Value } from "./plan/settings.ts";
import { type ExecutorName, EXECUTORS } from "./executors.ts";
import type { SlurmSettings } from "./slurm/executor.ts";

/** What to sweep, on which data, and how; everything has a default. */
export interface SweepOptions {
  /** Name of a cohort or path of an expression matrix. @default "synthetic" */
  readonly data?: string;
  /** Path of a table with cancer types. */
  readonly phenotype?: string;
  /** Its column of cancer types. @default {the first well-known name found} */
  readonly phenotypeColumn?: string;
  /** What the matrix' rows are. @default "auto" */
  readonly orientation?: PrepareOnceOptions["orientation"];
  /** What is made of its numbers. @default "as-is" */
  readonly scale?: PrepareOnceOptions["scale"];
  /** What is done with genes that share an id. @default "highest-mean" */
  readonly duplicateGenes?: PrepareOnceOptions["duplicateGenes"];
  /** Folder for parsed and prepared data. @default ".cache/data" */
  readonly cache?: string;
  /** Folder in which a cohort of the catalogue is looked for. @default "data" */
  readonly dataFolder?: string;
  /** How many of the most variable genes. @default 5000, or all where there are fewer */
  readonly genes?: number;
  /** @default POSTER_GRID */
  readonly axes?: Partial<Axes>;
  /** Options that hold for all runs, by their names in camelCase. */
  readonly fixed?: Readonly<Record<string, Value | null>>;
  /** The result folder. @default outputs/<cohort's name> */
  readonly out?: string;
  /** @default "graph" */
  readonly engine?: "graph" | "eager";
  /** @default "tensorflow" */
  readonly backend?: "tensorflow" | "wasm" | "cpu";
  /** Where runs are executed: worker processes on this machine, or array jobs on a cluster. @default "local" */
  readonly executor?: ExecutorName;
  /** How Slurm is used. */
  readonly slurm?: SlurmSettings;
  /** Processes; array tasks on a cluster. @default one per core; 16 on a cluster */
  readonly workers?: number;
  /** Threads of each worker; results depend on it in the last bits. @default 1 */
  readonly threads?: number;
  /** @default 1 */
  readonly retries?: number;
  /** Seconds without progress after which a run is ended and tried again. @default HANG_TIMEOUT */
  readonly hangTimeout?: number;
  /** Keep each run's reported network as models/<run>.safetensors. @default false */
  readonly saveModels?: boolean;
  /** For provenance in sweep.json. */
  readonly command?: string;
}

/** A sweep that is ready to run: every run with its identity, and what is done already. */
export interface SweepPlan {
  readonly options: SweepOptions & { readonly engine: string; readonly backend: string };
  readonly axes: Axes;
  readonly out: string;
  readonly data: Manifest["data"];
  /** What was repaired or noticed in the data. */
  readonly repairs: readonly Repair[];
  readonly jobs: readonly RunJob[];
  /** Finished ones among them. */
  readonly done: readonly RunOutcome[];
  /** Those left: never run, or failed before. */
  readonly pending: readonly RunJob[];
  readonly damaged: JournalContent["damaged"];
}

/** How a sweep went. */
export interface SweepOutcome {
  /** A record per run of this plan that has one. */
  readonly records: readonly RunRecord[];
  readonly interrupted: boolean;
  /** Why runs are left although nobody interrupted; null otherwise. */
  readonly problem: string | null;
  readonly seconds: number;
  readonly files: readonly string[];
}

/**
 * Prepares the data, expands the grid and looks up what is done; writes nothing but the data's cache.
 *
 * @throws {InputError} If an option, an axis or the data is not valid, or the folder holds results of others.
 *
 * @example
 * ```ts
 * import { planSweep } from "./sweep.ts";
 * const out = Deno.makeTempDirSync();
 * const plan = await planSweep({ data: "synthetic-120x60", out, axes: { learningRates: [0.1] } });
 * if (plan.pending.length !== 72) throw new Error("expected 4 × 1 × 6 × 3 runs");
 * ```
 */
export async function planSweep(
  options: SweepOptions = {},
  { onProgress }: Pick<PrepareOnceOptions, "onProgress"> = {},
): Promise<SweepPlan> {
  const { data = "synthetic", phenotype, phenotypeColumn, genes, fixed = {} } = options;
  const { orientation, scale, duplicateGenes, cache, dataFolder } = options;
  const reading = {
    ...{ phenotype, phenotypeColumn, orientation, scale, duplicateGenes, onProgress },
    ...{ cache, dataFolder },
  };
  const backend = options.backend ?? "tensorflow";
  const engine = options.engine ?? (backend === "tensorflow" ? "graph" : "eager");
  if (engine === "graph" && backend !== "tensorflow") {
    throw new InputError(
      `--engine graph: got backend "${backend}", needs "tensorflow"; run \`deno task setup\` or use --engine eager`,
    );
  }
  if (options.out !== undefined) checkFolder(options.out);
  const axes = { ...POSTER_GRID, ...options.axes };
  checkFixed(fixed, axes);
  const configurations = expandGrid(axes, fixed);
  const prepared = new Map<number, Awaited<ReturnType<typeof prepareOnce>>>();
  for (const seed of axes.seeds) {
    prepared.set(seed, await prepareOnce(data, { ...reading, genes, seed }));
  }
  const { dataset } = prepared.get(axes.seeds[0]!)!;
  requireRows(configurations, dataset.train.rows);
  const jobs = configurations.map((configuration) => {
    const { dataset: { hash }, path } = prepared.get(configuration.seed)!;
    return {
      run: runId(configuration, { dataHash: hash, engine, backend }),
      configuration,
      dataset: path,
    };
  });
  const out = options.out ?? `outputs/${dataset.name}`;
  if (options.out === undefined) checkFolder(out);
  const { records, damaged } = readOutcomes(`${out}/runs`);
  if (records.length + damaged.length === 0) checkJournals(out);
  const finished = new Map(
    records.filter(({ status }) => status !== "failed").map((record) => [record.run, record]),
  );
  const hashes = [...prepared].map(([seed, { dataset }]) => [seed, dataset.hash]);
  const plan: SweepPlan = {
    options: { ...options, engine, backend },
    axes,
    out,
    data: {
      name: dataset.name,
      genes: dataset.genes.length,
      hashes: Object.fromEntries(hashes),
      trainRows: dataset.train.rows,
    },
    repairs: dataset.report,
    jobs,
    done: jobs.flatMap(({ run }) => finished.get(run) ?? []),
    pending: jobs.filter(({ run }) => !finished.has(run)),
    damaged,
  };
  checkManifest(out, toManifest(plan, {}));
  return plan;
}

function requireRows(configurations: readonly RunConfiguration[], rows: number): void {
  let largest = 0;
  for (const { settings } of configurations) {
    largest = Math.max(largest, Number(settings.batchSize));
  }
  if (largest <= rows) return;
  throw new InputError(
    `--batch-size: got ${largest}, takes at most ${rows}, the samples of the training split`,
  );
}

/**
 * Executes what a plan has left and writes the results of all that is done.
 *
 * @throws {InputError} If the folder is in use or holds results of other data or options.
 * @throws {StorageError} If there is no room for results; what was kept before is safe.
 *
 * @example Nothing left to do writes the tables again
 * ```ts ignore
 * const outcome = await runSweep(await planSweep());
 * ```
 */
export async function runSweep(
  plan: SweepPlan,
  control: ExecutorControl & { readonly versions?: Manifest["versions"] } = {},
): Promise<SweepOutcome> {
  const { out, options, pending, axes } = plan, began = performance.now();
  using _lock = lockFolder(out);
  const manifest = writeManifest(out, toManifest(plan, control.versions ?? {}));
  using journal = new JournalWriter(`${out}/runs`);
  const { engine, backend, threads = 1, retries = 1, hangTimeout, saveModels = false } = options;
  const kind = EXECUTORS[options.executor ?? "local"], { workers = kind.workers } = options;
  const executor = kind.open(
    { engine, backend, workers, threads, retries, hangTimeout, size: plan.data },
    options.slurm,
  );
  const store = { folder: resolve(out), journal, done: plan.done, saveModels };
  const { open, problem } = await executor.execute(pending, store, control);
  const { records } = readJournals(`${out}/runs`), own = new Set(plan.jobs.map(({ run }) => run));
  const further = Object.keys({ ...manifest.axes.further, ...axes.further });
  const files = [...writeResults(out, records, further), ...writeDetails(out, records)];
  // Whoever interrupts a sweep does not want to wait.
  if (!control.stopping?.aborted) {
    files.push(...await writeBaselines(out, seedFiles(plan), plan.axes.latentSizes));
  }
  return {
    records: records.filter(({ run }) => own.has(run)),
    interrupted: open > 0,
    problem,
    seconds: (performance.now() - began) / 1000,
    files,
  };
}

/** The prepared dataset's file for each seed. */
function seedFiles({ jobs }: SweepPlan): Map<number, string> {
  return new Map(jobs.map(({ configuration, dataset }) => [configuration.seed, dataset]));
}

function toManifest(plan: SweepPlan, versions: Manifest["versions"]): Manifest {
  const { engine, backend, fixed = {}, command = "" } = plan.options;
  const defaults = Object.fromEntries(
    Object.entries(SETTINGS).map(([key, setting]) => [key, setting.default]),
  );
  return {
    format: FORMAT,
    axes: plan.axes,
    fixed: { ...defaults, ...fixed },
    data: plan.data,
    engine,
    backend,
    seedRule: SEED_RULE,
    versions: { deno: Deno.version.deno, ...versions },
    machine: machineFacts(),
    command,
    updatedAt: new Date().toISOString(),
  };
}
