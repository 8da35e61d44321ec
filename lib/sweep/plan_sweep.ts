import type { PrepareOnceOptions } from "../data/prepare_once.ts";
import { requireCohortFiles } from "../data/require_cohort_files.ts";
import { DATA_OPTIONS, defaultsOf, EXECUTION_OPTIONS } from "../options/mod.ts";
import { findCards, type FoundCards } from "../tensorflow/cards.ts";
import { availableBackend } from "../tensorflow/available.ts";
import { engineOn } from "../training/engine_on.ts";
import { raisedCapOf, toManifest } from "./_plan_manifest.ts";
import { placeRuns } from "./_placement.ts";
import { dataOptions, genesOf, prepareDatasets, samplesOf } from "./_prepared_datasets.ts";
import { refuseColumns, requireEpochs, requireGraphs, requireRows } from "./_requirements.ts";
import { checkAxes } from "./plan/check_axes.ts";
import { chooseDevice } from "./plan/choose_device.ts";
import { datasetKey } from "./plan/dataset_key.ts";
import { expandGrid, wholeGrid } from "./plan/grid.ts";
import { loadOwnModels } from "./plan/own_models.ts";
import { populationSize } from "./plan/population_size.ts";
import { checkFolder, checkJournals } from "./store/check_folder.ts";
import { modelTable, readManifest } from "./store/manifest.ts";
import { checkManifest } from "./store/write_manifest.ts";
import { readOutcomes } from "./store/outcomes.ts";
import { identify } from "./store/raised_cap.ts";
import { checkSweepOptions, type SweepOptions } from "./plan/sweep_options.ts";
import type { SweepPlan } from "./sweep_plan.ts";

const { threads, executor, precision, retries, hangTimeout, saveModels } = defaultsOf(
  EXECUTION_OPTIONS,
);

/** Defaults of the execution; other defaults depend on the machine and the data. */
const EXECUTION_DEFAULTS = { threads, executor, precision, retries, hangTimeout, saveModels };

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
  const prepared = await prepareDatasets(said, configurations, onProgress);
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
  const { cards, cardMemory, deviceNotice, ...placed } = await placeRuns(
    configurations,
    { ...computes, said, size, earlier },
    find,
  );
  const options = { ...computes, axes, fixed, ...placed };
  const { device, precision } = options, context = { engine, backend, device, precision };
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
    cardMemory,
    deviceNotice,
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
