import progress from "cli-progress";
import type { SweepObserver } from "../sweep/execute/observer.ts";
import type { SweepAxis } from "../sweep/store/axes.ts";
import type { RunRecord } from "../sweep/store/record.ts";
import { lastEpochOf } from "../options/mod.ts";
import { formatDuration } from "../format/duration.ts";
import { describeRun } from "../sweep/describe_run.ts";
import { type ProgressSetup, SweepProgress } from "../sweep/progress.ts";
import { visibleText } from "../format/visible_text.ts";
import { complain } from "../format/print.ts";

/** Shows a sweep while it runs, on standard error. */
export interface Progress extends SweepObserver {
  stop(): void;
}

/** What is to be shown. */
interface Setup extends ProgressSetup {
  /** How many runs may be under way at once. */
  readonly workers: number;
  /** What the sweep varies: a line names its run by them. */
  readonly axes: readonly SweepAxis[];
}

/** Bars on a terminal, else a plain line per finished run. */
export function showProgress(setup: Setup): Progress {
  return Deno.stderr.isTerminal() ? bars(setup) : lines(setup);
}

function outcome(record: RunRecord): string {
  const { status, epochs, testMse, divergedPart, failure, attempt, error } = record;
  if (status === "failed") {
    return `failed (${failure}, attempt ${attempt}): ${error!.split("\n")[0]}`;
  }
  if (status === "diverged") return `diverged in epoch ${epochs} (${divergedPart})`;
  return `${status}, ${epochs} epochs, test MSE ${testMse!.toPrecision(3)}`;
}

/** What is said in words, whether beside bars or line by line. */
function words(setup: Setup, say: (text: string) => void): SweepObserver {
  return {
    retried: (_worker, job, error) =>
      say(`${describeRun(job, setup.axes)}: ${error.split("\n")[0]}; it is tried again`),
    halted: ({ message }) =>
      say(`${message}; no further run is started, runs under way may finish`),
    note: say,
  };
}

function lines(setup: Setup): Progress {
  const sweep = new SweepProgress(setup);
  return {
    started: (_worker, job) => sweep.begin(job),
    finished(_worker, record) {
      sweep.add(record);
      complain(
        `[${sweep.done}/${sweep.total}] ${describeRun(record, setup.axes)}: ${outcome(record)}, ` +
          `${formatDuration(record.seconds)}; ${sweep.summary}`,
      );
    },
    phase: (text) => complain(text),
    ...words(setup, complain),
    stop() {},
  };
}

/** Workers that a terminal shows; a cluster may have hundreds. */
const MOST_BARS = 16;

function bars(setup: Setup): Progress {
  const sweep = new SweepProgress(setup);
  const multi = new progress.MultiBar({
    format: "{bar} {value}/{total} {text}",
    barsize: 20,
    clearOnComplete: true,
    hideCursor: true,
    stream: (globalThis as unknown as { process: { stderr: NodeJS.WriteStream } }).process.stderr,
  }, progress.Presets.shades_classic);
  const overall = multi.create(sweep.total, sweep.done, { text: "runs" });
  const workers = Array.from(
    { length: Math.min(setup.workers, setup.jobs.length, MOST_BARS) },
    () => multi.create(100, 0, { text: "starting" }),
  );
  return {
    started(worker, job) {
      sweep.begin(job);
      workers[worker]?.setTotal(lastEpochOf(job.configuration.settings));
      workers[worker]?.update(0, { text: visibleText(describeRun(job, setup.axes)) });
    },
    epoch(worker, job, epoch, loss) {
      const shown = loss === null ? "not finite" : loss.toPrecision(5);
      workers[worker]?.update(epoch, {
        text: visibleText(`${describeRun(job, setup.axes)}  loss ${shown}`),
      });
    },
    finished(_worker, record) {
      sweep.add(record);
      overall.update(sweep.done, { text: `runs, ${sweep.summary}` });
      if (record.status === "failed") {
        multi.log(`${visibleText(`${describeRun(record, setup.axes)}: ${outcome(record)}`)}\n`);
      }
    },
    phase: (text) => overall.update(sweep.done, { text: `runs; ${visibleText(text)}` }),
    ...words(setup, (text) => multi.log(`${visibleText(text)}\n`)),
    stop: () => multi.stop(),
  };
}
