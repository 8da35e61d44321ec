import { formatSummary } from "../analysis/format_summary.ts";
import { summarize } from "../analysis/summary.ts";
import { formatDuration } from "../format/duration.ts";
import { complain, print } from "../format/print.ts";
import { sweepAxes } from "../sweep/store/axes.ts";
import { requireManifest } from "../sweep/store/manifest.ts";
import { runRecords } from "../report/run_records.ts";
import { readTable } from "../sweep/store/read_table.ts";
import { EXECUTORS, type SweepOutcome, type SweepPlan } from "../sweep/sweep.ts";
import type { Activity } from "./_activity.ts";
import { drawBubble } from "./_draw_bubble.ts";

/**
 * Says how a sweep went: what is kept of one that was interrupted, or what came of all of it, with the figure.
 *
 * @returns The exit code.
 */
export async function conclude(
  plan: SweepPlan,
  outcome: SweepOutcome,
  { interrupted, activity }: { readonly interrupted: number; readonly activity: Activity },
): Promise<number> {
  const { records, seconds, files } = outcome, total = plan.jobs.length;
  const finished = records.filter(({ status }) => status !== "failed").length;
  if (outcome.problem !== null) complain(outcome.problem);
  for (const line of outcome.notices) complain(line);
  if (outcome.interrupted) {
    complain(
      `Stopped: ${finished} of ${total} runs are kept in ${plan.out}; the same command resumes with the rest:`,
      `  ${plan.options.command}`,
    );
    if (outcome.problem !== null) return 3;
    const { keepsRunning } = EXECUTORS[plan.options.executor];
    if (keepsRunning !== null && outcome.running > 0) {
      const who = keepsRunning[0]!.toUpperCase() + keepsRunning.slice(1);
      complain(
        `${who} keep running: that command watches them, and cancels them with --slurm-cancel added`,
      );
    }
    return interrupted;
  }
  // All that the folder holds, as the report shows it: it may have grown in steps.
  const manifest = requireManifest(plan.out, "draw"), axes = sweepAxes(manifest);
  const results = readTable(`${plan.out}/results.parquet`)!, rows = runRecords({ results, axes });
  print("", ...formatSummary(summarize(rows, { axes })).split("\n"), "");
  print(`${finished} of ${total} runs finished; this took ${formatDuration(seconds)}`);
  for (const path of files) print(`  ${path}`);
  // Last, so that all else is told where there is no room for it.
  activity.say("drawing the figure");
  const figures = await drawBubble(plan.out, results).finally(activity.hide);
  for (const path of figures) print(`  ${path}`);
  return finished < total || outcome.problem !== null ? 3 : 0;
}
