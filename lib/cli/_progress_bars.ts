import { stderr } from "node:process";
import progress from "cli-progress";
import { filledWorkers } from "../sweep/plan/filled_workers.ts";
import type { RunJob } from "../sweep/plan/run_job.ts";
import { describeRun } from "../sweep/describe_run.ts";
import { SweepProgress } from "../sweep/progress.ts";
import { visibleText } from "../format/visible_text.ts";
import { outcome, type Progress, type ShownSweep, words } from "./_progress_words.ts";
import { WorkerLines } from "./_worker_lines.ts";

/** Tells a terminal to forget what stands from here on, and whether a long line goes on in the next: bars are cut. */
const CLEAR = "\x1b[J", WRAP = "\x1b[?7h", CUT = "\x1b[?7l";

/** Workers that a terminal shows; a cluster may have hundreds. */
const MOST_BARS = 16;

/** Lines of a terminal that does not say how many it has. */
const USUAL_ROWS = 24;

/** A bar of all runs and one for each worker; what is said stands above them. */
export function bars(setup: ShownSweep): Progress {
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
