import { resolve } from "node:path";
import { datasetFiles } from "./dataset_files.ts";
import { defaultsOf, type EXECUTION_OPTIONS, RUN_OPTIONS } from "../options/mod.ts";
import { ReferenceWork, type ReferenceWorkOptions } from "./reference_work.ts";
import type { ExecutorControl, ExecutorKind } from "./execute/executor.ts";
import { local } from "./execute/local_executor.ts";
import { slurm } from "./slurm/executor.ts";
import { toManifest } from "./_plan_manifest.ts";
import type { SweepPlan } from "./sweep_plan.ts";
import { checkTables } from "./store/check_tables.ts";
import { writeDetails } from "./store/details_frames.ts";
import { writeDownstream } from "./store/downstream.ts";
import { JournalWriter } from "./store/journal.ts";
import { lockFolder } from "./store/lock.ts";
import { writeManifest } from "./store/write_manifest.ts";
import type { RunOutcome } from "./store/outcomes.ts";
import { writeRunTables } from "./write_run_tables.ts";

import { computationNotices } from "./computation_notices.ts";

export { planSweep } from "./plan_sweep.ts";
export type { SweepPlan } from "./sweep_plan.ts";
export type { SweepOptions } from "./plan/sweep_options.ts";

/** Where runs can be executed, by the names that users choose by. */
export const EXECUTORS = { local, slurm } as const satisfies Readonly<
  Record<typeof EXECUTION_OPTIONS["executor"]["choices"][number], ExecutorKind<never>>
>;

/** What happens meanwhile, and when to end. */
export interface SweepControl extends ExecutorControl {
  /** Waited for when no run is under way any more, before tables are written. @default nothing */
  readonly afterRuns?: () => Promise<void>;
}

/** How a sweep went. */
export interface SweepOutcome {
  /** How each run of this plan ended that has a record; learning curves are in history.parquet. */
  readonly records: readonly RunOutcome[];
  /** Whether it was stopped before all was done. */
  readonly interrupted: boolean;
  /** Why something is unfinished although the sweep was not interrupted; null otherwise. */
  readonly problem: string | null;
  /** Tasks that go on without this program. */
  readonly running: number;
  readonly seconds: number;
  /** What there is to know of the folder, in words: which tables were damaged, whether numbers of threads or populations differ. */
  readonly notices: readonly string[];
  readonly files: readonly string[];
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
  control: SweepControl = {},
): Promise<SweepOutcome> {
  const { out, options, pending, axes } = plan, began = performance.now();
  using _lock = lockFolder(out);
  const notices = checkTables(out);
  const manifest = writeManifest(out, toManifest(plan));
  using journal = new JournalWriter(`${out}/runs`);
  const { engine, backend, device, precision, threads, population } = options;
  const { retries, hangTimeout, saveModels } = options, cards = plan.cards?.map(({ id }) => id);
  const kind = EXECUTORS[options.executor], { workers = kind.workers } = options;
  const models = Object.fromEntries(
    Object.entries(plan.models).map(([name, { file }]) => [name, file]),
  );
  const executor = kind.open(
    {
      ...{ engine, backend, device, precision, cards, models, workers, threads, population },
      ...{ retries, hangTimeout, size: plan.data },
    },
    options.slurm,
  );
  const store = { folder: resolve(out), journal, done: plan.done, saveModels };
  const { stopping, observer } = control;
  await using references = new ReferenceWork(out, datasetFiles(plan.jobs), {
    ...{ backend, retries, hangTimeout, stopping },
    ...{ sizes: plan.axes.latentSizes, network: networkOf(plan) },
  });
  const { open, problem, running = 0 } = await executor.execute(pending, store, control);
  observer?.ended?.();
  await control.afterRuns?.();
  observer?.phase?.("writing results and learning curves");
  const further = Object.keys({ ...manifest.axes.further, ...axes.further });
  const { records, files: written } = await writeRunTables(out, manifest, further);
  const differing = computationNotices(records).map((notice) => `${out}: ${notice}`);
  const own = new Set(plan.jobs.map(({ run }) => run));
  observer?.phase?.("writing what runs kept of samples and latent dimensions");
  const files = [...written, writeDownstream(out, records), ...await writeDetails(out, records)];
  const compared = await references.end(observer);
  return {
    records: records.filter(({ run }) => own.has(run)),
    interrupted: open > 0 || compared.stopped,
    problem: problem ?? compared.problem,
    running,
    seconds: (performance.now() - began) / 1000,
    notices: [...notices, ...differing],
    files: [...files, ...compared.files],
  };
}

/** The hidden layer of the models; where it is an axis, that of its first level. */
function networkOf({ axes, options: { fixed } }: SweepPlan): ReferenceWorkOptions["network"] {
  const first = Object.entries(axes.further ?? {}).map(([name, levels]) => [name, levels[0]]);
  return { ...defaultsOf(RUN_OPTIONS), ...fixed, ...Object.fromEntries(first) };
}
