import { formatDuration } from "../format/duration.ts";
import { visibleText } from "../format/visible_text.ts";
import { extent } from "../numbers/extent.ts";
import { lastEpochOf } from "../options/mod.ts";
import { describeRun } from "../sweep/describe_run.ts";
import type { RunJob } from "../sweep/plan/run_job.ts";
import type { SweepAxis } from "../sweep/store/axes.ts";

/** A bar with a text beside it, as cli-progress has them. */
export interface TextBar {
  setTotal(total: number): void;
  update(value: number, payload: { readonly text: string }): void;
  update(payload: { readonly text: string }): void;
}

/** Seconds without anything new after which a bar says how long that takes. */
const LONG = 2;

interface Line {
  readonly bar: TextBar;
  /** Epochs of the runs under way. */
  readonly runs: Map<string, number>;
  text: string;
  since: number;
}

/** A bar for each worker: its run, or where it trains several at once, how many of its slots have one. */
export class WorkerLines {
  readonly #lines: readonly Line[];
  readonly #axes: readonly SweepAxis[];
  readonly #population: number;

  /** @param bars Of the workers that are shown: what others do is not. */
  constructor(
    bars: readonly TextBar[],
    { axes, population = 1 }: { readonly axes: readonly SweepAxis[]; readonly population?: number },
  ) {
    const since = performance.now();
    this.#lines = bars.map((bar) => ({ bar, runs: new Map(), text: "starting", since }));
    this.#axes = axes;
    this.#population = population;
  }

  started(worker: number, job: RunJob): void {
    this.#lines[worker]?.runs.set(job.run, 0);
    if (this.#population > 1) return this.#showSlots(worker, job);
    this.#showRun(worker, job, { epoch: 0, text: "starting" });
  }

  epoch(worker: number, job: RunJob, epoch: number, loss: number | null): void {
    this.#lines[worker]?.runs.set(job.run, epoch);
    if (this.#population > 1) return this.#showSlots(worker, job);
    const shown = loss === null ? "not finite" : loss.toPrecision(5);
    this.#showRun(worker, job, { epoch, text: `loss ${shown}` });
  }

  /** A run has ended, whether with a result or to be tried again. */
  ended(worker: number, job: Omit<RunJob, "dataset">, epochs: number | null): void {
    this.#lines[worker]?.runs.delete(job.run);
    if (this.#population > 1) return this.#showSlots(worker, job);
    this.#show(worker, epochs ?? 0, "waiting for a run");
  }

  /** Says how long nothing new has come. */
  tick(): void {
    for (const { bar, text, since } of this.#lines) {
      const seconds = Math.floor((performance.now() - since) / 1000);
      if (seconds >= LONG) bar.update({ text: `${text}, ${formatDuration(seconds)}` });
    }
  }

  #showRun(
    worker: number,
    job: RunJob,
    { epoch, text }: { readonly epoch: number; readonly text: string },
  ): void {
    // On a cluster it may have begun before this program did.
    this.#lines[worker]?.bar.setTotal(lastEpochOf(job.configuration.settings));
    this.#show(worker, epoch, `${describeRun(job, this.#axes)}  ${text}`);
  }

  #showSlots(worker: number, { configuration }: Pick<RunJob, "configuration">): void {
    const line = this.#lines[worker];
    if (!line) return;
    const { model, latentSize, settings } = configuration, epochs = [...line.runs.values()];
    // Some may be measured while others have taken their places.
    const filled = Math.min(epochs.length, this.#population), [least, most] = extent(epochs);
    const of = `slots of ${model} latent ${latentSize}`;
    line.bar.setTotal(this.#population);
    const text = filled === 0
      ? "slots, waiting for runs"
      : `${of}, epoch ${least} to ${most} of ${lastEpochOf(settings)}`;
    this.#show(worker, filled, text);
  }

  #show(worker: number, value: number, text: string): void {
    const line = this.#lines[worker];
    if (!line) return;
    Object.assign(line, { text: visibleText(text), since: performance.now() });
    line.bar.update(value, { text: line.text });
  }
}
