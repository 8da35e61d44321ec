import type { RunJob } from "../sweep/plan/run_job.ts";
import { lastEpochOf } from "../options/mod.ts";
import { formatDuration } from "../format/duration.ts";
import { plural } from "../format/plural.ts";
import { describeRun } from "../sweep/describe_run.ts";
import { SweepProgress } from "../sweep/progress.ts";
import { outcome, type Progress, type ShownSweep, words } from "./_progress_words.ts";

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

/** A plain line for each finished run, and one now and then. */
export function lines(setup: ShownSweep): Progress {
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
