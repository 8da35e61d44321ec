import { stderr } from "node:process";
import progress from "cli-progress";
import { filledWorkers } from "../sweep/plan/filled_workers.ts";
import type { RunJob } from "../sweep/plan/run_job.ts";
import type { SweepObserver } from "../sweep/execute/observer.ts";
import type { SweepAxis } from "../sweep/store/axes.ts";
import type { RunRecord } from "../sweep/store/record.ts";
import { lastEpochOf } from "../options/mod.ts";
import { formatDuration } from "../format/duration.ts";
import { plural } from "../format/plural.ts";
import { describeRun } from "../sweep/describe_run.ts";
import { type ProgressSetup, SweepProgress } from "../sweep/progress.ts";
import { visibleText } from "../format/visible_text.ts";
import type { Activity } from "./_activity.ts";
import { WorkerLines } from "./_worker_lines.ts";

/** Shows a sweep while it runs, on standard error. */
export interface Progress extends SweepObserver {
  stop(): void;
}

/** What is to be shown. */
interface Setup extends ProgressSetup {
  readonly workers: number;
  /** What the sweep varies: a line names its run by them. */
  readonly axes: readonly SweepAxis[];
  /** Shows what is done once no run is under way. */
  readonly activity: Activity;
}

/** Bars on a terminal, else a plain line per finished run and one now and then. */
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
    separated: (worker, jobs, error) =>
      say(
        `worker ${worker + 1} and its ${jobs.length} runs: ${error}; each is tried again by itself`,
      ),
    halted: ({ message }) =>
      say(`${message}; no further run is started, runs under way may finish`),
    note: say,
  };
}

/** Milliseconds until something is said first, and between lines then, where no run ends meanwhile. */
const FIRST = 2000, INTERVAL = 10_000;

/** Runs under way that a line names. */
const NAMED = 2;

/** A line of what is done now; while jobs wait in a queue it is nothing. */
export function underWayText(count: number, parts: readonly string[]): string {
  return [`${plural(count, "run")} under way`, ...parts.length ? [parts.join("; ")] : []].join(
    ": ",
  );
}

function lines(setup: Setup): Progress {
  const sweep = new SweepProgress(setup), { activity, axes } = setup;
  const underWay = new Map<string, { readonly job: RunJob; epoch: number }>();
  let told = performance.now() + FIRST - INTERVAL, phase = "", ended = false;
  const say = (text: string) => {
    told = performance.now();
    activity.print(text);
  };
  const timer = setInterval(() => {
    if (ended || performance.now() - told < INTERVAL) return;
    const named = [...underWay.values()].slice(0, NAMED).map(({ job, epoch }) =>
      `${describeRun(job, axes)}, ${
        epoch === 0 ? "starting" : `epoch ${epoch} of ${lastEpochOf(job.configuration.settings)}`
      }`
    );
    const more = underWay.size > NAMED ? [`${underWay.size - NAMED} more`] : [];
    const parts = [...named, ...more, ...phase ? [phase] : [], ...sweep.time ? [sweep.time] : []];
    say(underWayText(underWay.size, parts));
  }, FIRST / 4);
  const stop = () => clearInterval(timer);
  const inWords = words(setup, say);
  const again = (job: RunJob) => {
    sweep.retry(job);
    underWay.delete(job.run);
  };
  return {
    ...inWords,
    started(_worker, job) {
      sweep.begin(job);
      underWay.set(job.run, { job, epoch: 0 });
    },
    retried(worker, job, error) {
      again(job);
      inWords.retried?.(worker, job, error);
    },
    separated(worker, jobs, error) {
      jobs.forEach(again);
      inWords.separated?.(worker, jobs, error);
    },
    epoch(_worker, job, epoch) {
      underWay.set(job.run, { job, epoch });
    },
    finished(_worker, record) {
      sweep.add(record);
      underWay.delete(record.run);
      say(
        `[${sweep.done}/${sweep.total}] ${describeRun(record, axes)}: ${outcome(record)}, ` +
          `${formatDuration(record.seconds)}; ${sweep.summary}`,
      );
    },
    ended() {
      ended = true;
      stop();
    },
    phase(text) {
      phase = text;
      if (ended) activity.say(text);
    },
    stop,
  };
}

/** Tells a terminal to forget what stands from here on, and whether a long line goes on in the next: bars are cut. */
const CLEAR = "\x1b[J", WRAP = "\x1b[?7h", CUT = "\x1b[?7l";

/** Workers that a terminal shows; a cluster may have hundreds. */
const MOST_BARS = 16;

/** Lines of a terminal that does not say how many it has. */
const USUAL_ROWS = 24;

function bars(setup: Setup): Progress {
  const sweep = new SweepProgress(setup), { activity } = setup;
  const multi = new progress.MultiBar({
    format: "{bar} {value}/{total} {text}",
    barsize: 20,
    clearOnComplete: true,
    hideCursor: true,
    forceRedraw: true, // what is said takes the place of bars, and what is typed stands among them
    stream: stderr,
  }, progress.Presets.shades_classic);
  const overall = multi.create(sweep.total, sweep.done, { text: "runs" });
  const { population = 1 } = setup;
  const filled = filledWorkers(setup.jobs, population);
  // One line is of all runs, and one stays free: where bars are more than lines, each drawing of them scrolls.
  const room = Math.max(0, (Deno.consoleSize().rows || USUAL_ROWS) - 2);
  const shown = Math.min(setup.workers, filled, MOST_BARS, room);
  const workers = new WorkerLines(
    Array.from({ length: shown }, () => multi.create(100, 0, { text: "starting" })),
    setup,
  );
  const timer = setInterval(() => workers.tick(), 1000);
  let ended = false;
  const stop = () => {
    clearInterval(timer);
    if (!ended) {
      multi.update(); // what was logged just now waits for the next one
      multi.stop();
    }
    ended = true;
  };
  const say = (text: string) =>
    ended ? activity.print(text) : multi.log(`${CLEAR}${WRAP}${visibleText(text)}${CUT}\n`);
  const inWords = words(setup, say);
  const again = (worker: number, job: RunJob) => {
    sweep.retry(job);
    workers.ended(worker, job, null);
  };
  return {
    ...inWords,
    started(worker, job) {
      sweep.begin(job);
      workers.started(worker, job);
    },
    epoch: (worker, job, epoch, loss) => workers.epoch(worker, job, epoch, loss),
    finished(worker, record) {
      sweep.add(record);
      overall.update(sweep.done, { text: `runs, ${sweep.summary}` });
      workers.ended(worker, record, record.epochs);
      if (record.status === "failed") {
        say(`${describeRun(record, setup.axes)}: ${outcome(record)}`);
      }
    },
    retried(worker, job, error) {
      again(worker, job);
      inWords.retried?.(worker, job, error);
    },
    separated(worker, jobs, error) {
      for (const job of jobs) again(worker, job);
      inWords.separated?.(worker, jobs, error);
    },
    ended: stop,
    phase(text) {
      if (ended) activity.say(text);
      else overall.update(sweep.done, { text: `runs; ${visibleText(text)}` });
    },
    stop,
  };
}
