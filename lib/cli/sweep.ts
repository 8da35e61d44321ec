import { resolve } from "node:path";
import { describeData } from "../data/describe_data.ts";
import { describeNotices } from "../data/notices.ts";
import { InputError, StorageError } from "../errors.ts";
import { plural } from "../format/plural.ts";
import { projectFolders, projectPath } from "../project.ts";
import { sweepAxes } from "../sweep/store/axes.ts";
import { EXECUTORS } from "../sweep/sweep.ts";
import { readManifest } from "../sweep/store/manifest.ts";
import { readOutcomes } from "../sweep/store/outcomes.ts";
import { planSweep, runSweep, type SweepOutcome, type SweepPlan } from "../sweep/sweep.ts";
import { forecastOf } from "../sweep/forecast_of.ts";
import type { SweepObserver } from "../sweep/execute/observer.ts";
import { filledWorkers } from "../sweep/plan/filled_workers.ts";
import type { SweepOptions } from "../sweep/plan/sweep_options.ts";
import { type Activity, showActivity } from "./_activity.ts";
import { conclude } from "./_conclude.ts";
import { interruptible } from "./_interruptible.ts";
import { describePlan } from "./_dry_run.ts";
import { main } from "./_main.ts";
import { showReading } from "./_reading.ts";
import { showProgress } from "./_progress.ts";
import { parseSweepCommand } from "./_sweep_options.ts";
import { shortPath } from "../format/short_path.ts";
import { restartToWrite } from "./_restart_to_write.ts";
import { Refresher } from "./_refresher.ts";
import { setUp } from "./_set_up.ts";
import { complain, print } from "../format/print.ts";

/**
 * The command `deno task sweep`: runs or resumes a grid and draws the poster's figure.
 *
 * @returns 0 when all runs are done, 3 when some failed; 130, 143 or 129 after Ctrl-C, SIGTERM or SIGHUP.
 * @throws {InputError} If an option or the data is not valid; nothing is written then.
 * @throws {StorageError} If there is no room for results.
 */
export async function sweep(args: readonly string[]): Promise<number> {
  const { options, dryRun, slurmCancel } = await parseSweepCommand(args), { out } = options;
  const ended = out === undefined || dryRun ? null : await restartToWrite("sweep", out);
  if (ended !== null) return ended;
  const activity = showActivity();
  try {
    const plan = await planned(options, activity);
    return slurmCancel ? await cancel(plan) : await executed(plan, { dryRun, activity });
  } finally {
    activity.stop();
  }
}

/** Plans a sweep and says what was noticed on the way. */
async function planned(options: SweepOptions, activity: Activity): Promise<SweepPlan> {
  const { onProgress } = showReading(activity), outputs = shortPath(projectPath("outputs"));
  const plan = await planSweep(
    { ...projectFolders(), outputs, ...options },
    {
      onProgress,
      setUp() {
        activity.hide(); // it shows its own
        return setUp();
      },
    },
  ).finally(activity.hide);
  const { notices } = plan.understood, { others } = describeData(plan.understood, notices);
  for (const line of describeNotices(others)) complain(`data: ${line}`);
  if (plan.deviceNotice !== null) complain(plan.deviceNotice);
  for (const { file, line, offset, reason } of plan.damaged) {
    complain(
      `${file}, line ${line} (byte ${offset}): ${reason}; a run found in no other line is run again`,
    );
  }
  return plan;
}

async function executed(
  plan: SweepPlan,
  { dryRun, activity }: { readonly dryRun: boolean; readonly activity: Activity },
): Promise<number> {
  print(...describePlan(plan));
  if (dryRun) {
    const kind = EXECUTORS[plan.options.executor];
    const { threads, device, population, slurm } = plan.options;
    const filled = filledWorkers(plan.pending, population);
    const workers = Math.min(plan.options.workers ?? kind.workers, filled);
    const said = workers > 0 ? await kind.test?.({ workers, threads, device }, slurm) : undefined;
    if (said !== undefined) print(`${plan.options.executor.padEnd(15)} ${said}`);
    return 0;
  }
  if (plan.raisedCap !== null && plan.removed === 0) {
    const kept = plan.done.length, again = plural(plan.pending.length, "run");
    complain(
      `${plan.out}: kept ${plural(kept, "run")} that had ended before epoch ${plan.raisedCap}; ` +
        `${again} that had not, from the first epoch`,
    );
  }
  if (plan.removed > 0) {
    complain(
      `${plan.out}: starting anew; of the sweep before, no run is finished and ${plan.removed} failed`,
    );
  }
  const kind = EXECUTORS[plan.options.executor],
    refresher = new Refresher(plan.out, plan.done.length);
  const progress = showProgress({
    jobs: plan.pending,
    before: plan.done.length,
    forecast: forecastOf(plan),
    axes: sweepAxes(plan),
    workers: plan.options.workers ?? kind.workers,
    population: plan.options.population,
    activity,
  });
  const interruption = interruptible(kind.keepsRunning, (text) => progress.note?.(text));
  const observer: SweepObserver = {
    ...progress,
    finished(worker, record) {
      progress.finished?.(worker, record);
      refresher.finished();
    },
  };
  let outcome: SweepOutcome;
  try {
    const { stopping, ending } = interruption;
    const afterRuns = () => {
      interruption.runsEnded();
      return refresher.stop();
    };
    outcome = await runSweep(plan, { observer, stopping, ending, afterRuns }).finally(async () => {
      await refresher.stop();
      progress.stop();
      activity.hide();
      interruption.release();
    });
  } catch (error) {
    if (error instanceof StorageError) complain(keptRuns(plan));
    throw error;
  }
  return await conclude(plan, outcome, { interrupted: interruption.exitCode(), activity });
}

/** What is safe of a sweep that could not write any more. */
function keptRuns({ out, jobs }: SweepPlan): string {
  const own = new Set(jobs.map(({ run }) => run));
  const kept = readOutcomes(`${out}/runs`).records.filter(({ run, status }) =>
    own.has(run) && status !== "failed"
  );
  return `Stopped: ${kept.length} of ${plural(jobs.length, "run")} are kept in ${out}`;
}

async function cancel({ out }: SweepPlan): Promise<number> {
  if (readManifest(out) === undefined) {
    throw new InputError(
      `--slurm-cancel: there is no sweep in ${out}; name its folder with --out or its data with --data`,
    );
  }
  const jobs = await EXECUTORS.slurm.cancel!(resolve(out));
  print(
    jobs.length
      ? `Cancelled Slurm job${jobs.length > 1 ? "s" : ""} ${jobs.join(", ")} of ${out}; ` +
        "finished runs are kept"
      : `${out} has no jobs in Slurm`,
  );
  return 0;
}

if (import.meta.main) await main(sweep);
