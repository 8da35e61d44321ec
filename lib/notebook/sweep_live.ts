import { createHash } from "node:crypto";
import type pl from "nodejs-polars";
import { formatDuration } from "../format/duration.ts";
import { sweepAxes, type SweepAxis } from "../sweep/store/axes.ts";
import { readJournals } from "../sweep/store/journal.ts";
import { historyFrame, resultsFrame } from "../sweep/store/results.ts";
import { complain } from "../format/print.ts";
import { planSweep, runSweep, type SweepOptions, type SweepPlan } from "../sweep/sweep.ts";
import { checkSweepOptions } from "../sweep/plan/sweep_options.ts";
import { loadOwnModels } from "../sweep/plan/own_models.ts";
import { DATA_OPTIONS } from "../options/mod.ts";
import { inNotebook } from "./_kernel.ts";
import { tellData } from "./_tell_data.ts";
import { SweepBars } from "./_sweep_bars.ts";
import { interruptible } from "./interrupt.ts";
import { LiveDisplay } from "./live_display.ts";
import { projectFolders, projectPath } from "../project.ts";

/** What a sweep has found so far. */
export interface LiveSweep {
  /** A row per finished run of this grid. */
  readonly results: pl.DataFrame;
  /** A row per run and epoch. */
  readonly history: pl.DataFrame;
  /** What was varied; every table and figure takes it as its option `axes`. */
  readonly axes: readonly SweepAxis[];
  /** The result folder; `deno task report` and `deno task sweep` take it too. */
  readonly folder: string;
  /** Whether it was stopped before its end: run the cell again to resume. */
  readonly stopped: boolean;
}

/** Milliseconds that runs under way get to finish after a stop. */
const GRACE = 4000;

/**
 * Runs a grid in processes of their own, with live bars below the cell. What is finished is kept on disk as
 * it comes: the notebook's stop button stops the sweep, and running the cell again resumes with what is left.
 *
 * @param options As for `planSweep`. Without `out`, the folder is named after data and options, so that changed
 * ones get another folder and results are never mixed.
 * @throws {InputError} If an option, an axis or the data is not valid, or another sweep runs in the folder.
 *
 * @example
 * ```ts ignore
 * const { results } = await sweepLive({ axes: { models: ["vae"], latentSizes: [10, 50] } });
 * await show(bubblePlot(results.toRecords()));
 * ```
 */
export async function sweepLive(given: SweepOptions = {}): Promise<LiveSweep> {
  const options = checkSweepOptions(given);
  const plan = await planSweep({ ...projectFolders(), ...options, out: await folderOf(options) });
  tellData(plan.understood, plan.understood.notices);
  const progress = new SweepBars(plan), display = new LiveDisplay();
  using work = interruptible();
  const ending = new AbortController();
  work.signal.addEventListener("abort", () => setTimeout(() => ending.abort(), GRACE));
  const timer = setInterval(() => void display.update(() => progress.bundle()), 500);
  const observer = progress.observer(() => {});
  try {
    const { records, interrupted, problem, notices, seconds } = await runSweep(plan, {
      observer,
      stopping: work.signal,
      ending: ending.signal,
    });
    clearInterval(timer);
    if (problem !== null) complain(problem);
    if (notices.length > 0) complain(...notices);
    await finish(display, progress, { interrupted, seconds, plan });
    const further = Object.keys(plan.axes.further ?? {});
    const own = new Set(records.map(({ run }) => run));
    const kept = readJournals(`${plan.out}/runs`).records.filter(({ run }) => own.has(run));
    return {
      results: resultsFrame(records, further),
      history: historyFrame(kept),
      axes: sweepAxes(plan),
      folder: plan.out,
      stopped: interrupted,
    };
  } finally {
    clearInterval(timer);
  }
}

interface End {
  readonly interrupted: boolean;
  readonly seconds: number;
  readonly plan: SweepPlan;
}

async function finish(
  display: LiveDisplay,
  progress: SweepBars,
  { interrupted, seconds, plan }: End,
) {
  const end = interrupted
    ? "stopped: run the cell again to resume"
    : plan.pending.length === 0
    ? "all of them were done before"
    : `took ${formatDuration(seconds)}`;
  if (inNotebook()) return await display.finish(() => progress.bundle(end));
  console.log(progress.bundle(end)["text/plain"]);
}

/** Where results go: named by what may not be mixed, so everything but the axes. */
async function folderOf(
  { out, data = DATA_OPTIONS.data.default, axes = {}, workers: _, model = [], ...rest }:
    SweepOptions,
): Promise<string> {
  if (out !== undefined) return projectPath(out);
  const further = Object.keys(axes.further ?? {}).sort();
  const text = JSON.stringify([
    data,
    further,
    Object.values(await loadOwnModels(model)).map(({ hash }) => hash),
    Object.entries(rest).sort(([a], [b]) => a < b ? -1 : 1),
  ]);
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 8);
  const name = data.split("/").at(-1)!.replace(/\..*$/, "").replace(/[^\w-]/g, "_");
  return projectPath(`outputs/notebook-${name}-${hash}`);
}
