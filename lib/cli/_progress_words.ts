import type { SweepObserver } from "../sweep/execute/observer.ts";
import type { SweepAxis } from "../sweep/store/axes.ts";
import type { RunRecord } from "../sweep/store/record.ts";
import { describeRun } from "../sweep/describe_run.ts";
import type { ProgressSetup } from "../sweep/progress.ts";
import type { Activity } from "./_activity.ts";

/** Shows a sweep while it runs. */
export interface Progress extends SweepObserver {
  stop(): void;
}

/** What is to be shown. */
export interface ShownSweep extends ProgressSetup {
  readonly workers: number;
  /** What the sweep varies: a line names its run by them. */
  readonly axes: readonly SweepAxis[];
  /** Shows what is done once no run is under way. */
  readonly activity: Activity;
}

/** How a run ended. */
export function outcome(record: RunRecord): string {
  const { status, epochs, testMse, divergedPart, failure, attempt, error } = record;
  if (status === "failed") {
    return `failed (${failure}, attempt ${attempt}): ${error!.split("\n")[0]}`;
  }
  if (status === "diverged") return `diverged in epoch ${epochs} (${divergedPart})`;
  return `${status}, ${epochs} epochs, test MSE ${testMse!.toPrecision(3)}`;
}

/** What is said in words, whether beside bars or line by line. */
export function words(setup: ShownSweep, say: (text: string) => void): SweepObserver {
  return {
    retried: (_worker, job, error) =>
      say(`${describeRun(job, setup.axes)}: ${error.split("\n")[0]}; it is tried again`),
    separated: (worker, jobs, error) =>
      say(
        `worker ${worker + 1} and its ${jobs.length} runs: ${error}; each is tried again by itself`,
      ),
    halted: ({ message }) =>
      say(`${message}; no further run is started, runs under way may finish`),
    note: say,
  };
}
