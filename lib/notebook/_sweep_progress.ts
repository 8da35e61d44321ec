import { epochCost } from "../sweep/plan/cost.ts";
import type { SweepObserver } from "../sweep/execute/local_executor.ts";
import type { RunJob } from "../sweep/execute/protocol.ts";
import type { RunRecord } from "../sweep/store/record.ts";
import type { SweepPlan } from "../sweep/sweep.ts";
import type { MimeBundle } from "./_kernel.ts";
import { escapeHtml } from "./_table.ts";

interface Worker {
  readonly job: RunJob;
  epoch: number;
  loss: number | null;
}

const STATUS_NAMES: Readonly<Record<string, string>> = { max_epochs: "at the epoch limit" };

/** What a sweep has done so far, as bars. */
export class SweepProgress {
  readonly #plan: SweepPlan;
  readonly #costs: ReadonlyMap<string, number>;
  readonly #began = performance.now();
  readonly #workers = new Map<number, Worker>();
  readonly #ended: string[];
  readonly #notes: string[] = [];
  #spent = 0;
  #finished = 0;

  constructor(plan: SweepPlan) {
    this.#plan = plan;
    this.#ended = plan.done.map(({ status }) => status);
    this.#costs = new Map(
      plan.pending.map((job) => [job.run, epochCost(job.configuration, plan.data)]),
    );
  }

  /** Takes in what happens, then calls `changed`. */
  observer(changed: () => void): SweepObserver {
    return {
      started: (worker, job) => void this.#workers.set(worker, { job, epoch: 0, loss: null }),
      epoch: (worker, _job, epoch, loss) => {
        Object.assign(this.#workers.get(worker)!, { epoch, loss });
        changed();
      },
      finished: (worker, record) => {
        this.#add(worker, record);
        changed();
      },
      retried: (_worker, job, error) => {
        this.#notes.push(`${describeRun(job)}: ${error.split("\n")[0]}; it is tried again`);
        changed();
      },
    };
  }

  #add(worker: number, record: RunRecord): void {
    this.#workers.delete(worker);
    this.#ended.push(record.status);
    this.#finished++;
    this.#spent += this.#costs.get(record.run) ?? 0;
    if (record.status === "failed") {
      this.#notes.push(`${describeRun(record)} failed: ${record.error!.split("\n")[0]}`);
    }
  }

  /** Such as `12 of 45 runs: 10 converged, 2 diverged; about 40 s left`. */
  #summary(end: string): string {
    const counts = [...Map.groupBy(this.#ended, (status) => status)]
      .map(([status, all]) => `${all.length} ${STATUS_NAMES[status] ?? status}`);
    const kinds = counts.length > 0 ? `: ${counts.join(", ")}` : "";
    return `${this.#ended.length} of ${this.#plan.jobs.length} runs${kinds}${
      end || this.#timeLeft()
    }`;
  }

  #timeLeft(): string {
    // The first few runs say too little of what an average one takes.
    if (this.#finished < 4) return "";
    const total = [...this.#costs.values()].reduce((sum, cost) => sum + cost, 0);
    const elapsed = (performance.now() - this.#began) / 1000;
    return `; about ${duration(elapsed * (total - this.#spent) / this.#spent)} left`;
  }

  /** The bars as they are now. @param end What is said once it has ended. */
  bundle(end = ""): MimeBundle {
    const summary = this.#summary(end);
    const workers = end ? [] : [...this.#workers].sort(([a], [b]) => a - b).map(([, at]) => at);
    const bars = [
      bar(this.#ended.length / this.#plan.jobs.length, summary, true),
      ...workers.map((worker) => bar(worker.epoch / epochsOf(worker.job), describeWorker(worker))),
    ];
    const notes = this.#notes.slice(-5).map((note) => `<div>${escapeHtml(note)}</div>`);
    return {
      "text/html": `<div class="sweep-progress">${bars.join("")}${notes.join("")}</div>`,
      "text/plain": [summary, ...this.#notes.slice(-5)].join("\n"),
    };
  }
}

function epochsOf({ configuration: { settings } }: RunJob): number {
  return Number(settings.fixedEpochs ?? settings.maxEpochs);
}

function describeRun({ configuration }: Pick<RunJob, "configuration">): string {
  const { model, latentSize, optimizer, learningRate, seed } = configuration;
  return `${model}, latent size ${latentSize}, ${optimizer} ${learningRate}, seed ${seed}`;
}

function describeWorker({ job, epoch, loss }: Worker): string {
  const shown = loss === null ? "" : `, loss ${loss.toPrecision(4)}`;
  return `${describeRun(job)}: epoch ${epoch}${shown}`;
}

function bar(share: number, text: string, main = false): string {
  const filled = `${(100 * Math.min(1, share)).toFixed(1)}%`;
  const color = main ? "#0072B2" : "#9fc5dd";
  return `<div style="display:flex;align-items:center;gap:10px;margin:3px 0">` +
    `<div style="width:180px;height:${main ? 12 : 8}px;background:#e6e8eb;flex:none">` +
    `<div style="width:${filled};height:100%;background:${color}"></div></div>` +
    `<span>${escapeHtml(text)}</span></div>`;
}

/** Seconds as people say them. */
export function duration(seconds: number): string {
  return seconds < 99.5 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
}
