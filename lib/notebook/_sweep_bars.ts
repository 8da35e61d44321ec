import { escapeHtml } from "../format/escape_html.ts";
import { lastEpochOf } from "../options/mod.ts";
import { describeRun } from "../sweep/describe_run.ts";
import { forecastOf } from "../sweep/forecast_of.ts";
import { SweepProgress } from "../sweep/progress.ts";
import type { SweepObserver } from "../sweep/execute/observer.ts";
import type { RunJob } from "../sweep/plan/run_job.ts";
import { RUN_STATUSES } from "../sweep/store/run_status.ts";
import { sweepAxes, type SweepAxis } from "../sweep/store/axes.ts";
import type { RunRecord } from "../sweep/store/record.ts";
import type { SweepPlan } from "../sweep/sweep.ts";
import type { MimeBundle } from "./_kernel.ts";

interface UnderWay {
  readonly worker: number;
  readonly job: RunJob;
  epoch: number;
  loss: number | null;
}

/** Runs under way that have a bar; a population may have more. */
const MOST_BARS = 16;

const STATUS_NAMES: Readonly<Record<string, string>> = { max_epochs: "at the epoch limit" };

/** What a sweep has done so far, as bars. */
export class SweepBars {
  readonly #plan: SweepPlan;
  readonly #axes: readonly SweepAxis[];
  readonly #progress: SweepProgress;
  readonly #runs = new Map<string, UnderWay>();
  readonly #ended: string[];
  readonly #notes: string[] = [];
  /** What is done besides runs. */
  #phase = "";

  constructor(plan: SweepPlan) {
    this.#plan = plan;
    this.#axes = sweepAxes(plan);
    this.#ended = plan.done.map(({ status }) => status);
    this.#progress = new SweepProgress({
      jobs: plan.pending,
      before: plan.done.length,
      forecast: forecastOf(plan),
      population: plan.options.population,
    });
  }

  /** Records an event, then calls `changed`. */
  observer(changed: () => void): SweepObserver {
    return {
      started: (worker, job) => {
        this.#progress.begin(job);
        this.#runs.set(job.run, { worker, job, epoch: 0, loss: null });
      },
      epoch: (worker, job, epoch, loss) => {
        // On a cluster it may have begun before this program did.
        this.#runs.set(job.run, { worker, job, epoch, loss });
        changed();
      },
      finished: (_worker, record) => {
        this.#add(record);
        changed();
      },
      retried: (_worker, job, error) => {
        this.#drop(job);
        this.#notes.push(
          `${describeRun(job, this.#axes)}: ${error.split("\n")[0]}; it is tried again`,
        );
        changed();
      },
      separated: (worker, jobs, error) => {
        for (const job of jobs) this.#drop(job);
        this.#notes.push(
          `worker ${
            worker + 1
          } and its ${jobs.length} runs: ${error}; each is tried again by itself`,
        );
        changed();
      },
      phase: (text) => {
        this.#phase = text;
        changed();
      },
      note: (text) => {
        this.#notes.push(text);
        changed();
      },
    };
  }

  #drop(job: RunJob): void {
    this.#progress.retry(job);
    this.#runs.delete(job.run);
  }

  #add(record: RunRecord): void {
    this.#runs.delete(record.run);
    this.#ended.push(record.status);
    this.#progress.add(record);
    if (record.status === "failed") {
      this.#notes.push(
        `${describeRun(record, this.#axes)} failed: ${record.error!.split("\n")[0]}`,
      );
    }
  }

  /** Such as `12 of 45 runs: 10 converged, 2 diverged; about 40 s left`. */
  #summary(end: string): string {
    const counts = RUN_STATUSES.flatMap((status) => {
      const count = this.#ended.filter((ended) => ended === status).length;
      return count > 0 ? `${count} ${STATUS_NAMES[status] ?? status}` : [];
    });
    const kinds = counts.length > 0 ? `: ${counts.join(", ")}` : "";
    const time = end || this.#phase || this.#progress.time;
    return `${this.#ended.length} of ${this.#plan.jobs.length} runs${kinds}${time && `; ${time}`}`;
  }

  /** The bars as they are now. @param end What is said once it has ended. */
  bundle(end = ""): MimeBundle {
    const summary = this.#summary(end);
    const runs = end ? [] : [...this.#runs.values()].sort((a, b) => a.worker - b.worker);
    const bars = [
      bar(this.#ended.length / this.#plan.jobs.length, summary, true),
      ...runs.slice(0, MOST_BARS).map((run) =>
        bar(
          run.epoch / lastEpochOf(run.job.configuration.settings),
          describeUnderWay(run, this.#axes),
        )
      ),
    ];
    const notes = this.#notes.slice(-5).map((note) => `<div>${escapeHtml(note)}</div>`);
    return {
      "text/html": `<div class="sweep-progress">${bars.join("")}${notes.join("")}</div>`,
      "text/plain": [summary, ...this.#notes.slice(-5)].join("\n"),
    };
  }
}

function describeUnderWay({ job, epoch, loss }: UnderWay, axes: readonly SweepAxis[]): string {
  const shown = loss === null ? "" : `, loss ${loss.toPrecision(4)}`;
  return `${describeRun(job, axes)}: epoch ${epoch}${shown}`;
}

function bar(share: number, text: string, main = false): string {
  const filled = `${(100 * Math.min(1, share)).toFixed(1)}%`;
  const color = main ? "#0072B2" : "#9fc5dd";
  return `<div style="display:flex;align-items:center;gap:10px;margin:3px 0">` +
    `<div style="width:180px;height:${main ? 12 : 8}px;background:#e6e8eb;flex:none">` +
    `<div style="width:${filled};height:100%;background:${color}"></div></div>` +
    `<span>${escapeHtml(text)}</span></div>`;
}
