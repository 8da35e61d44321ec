import progress from "cli-progress";
import { type DataSize, epochCost } from "../sweep/cost.ts";
import type { SweepObserver } from "../sweep/local_executor.ts";
import type { RunJob } from "../sweep/protocol.ts";
import type { RunRecord } from "../sweep/record.ts";

/** What a display has to know of a sweep before it begins. */
export interface ProgressSetup {
  readonly jobs: readonly RunJob[];
  /** Runs of the grid that were finished before. */
  readonly before: number;
  readonly size: DataSize;
  readonly workers: number;
}

/** Shows a sweep while it runs, on standard error. */
export interface Progress extends SweepObserver {
  stop(): void;
}

/** Bars on a terminal, else a plain line per finished run. */
export function showProgress(setup: ProgressSetup): Progress {
  return Deno.stderr.isTerminal() ? bars(setup) : lines(setup);
}

/** Counts, and the time left from what runs of known cost have taken so far. */
class Account {
  readonly #setup: ProgressSetup;
  readonly #costs: ReadonlyMap<string, number>;
  readonly #began = performance.now();
  readonly #counts: Record<string, number> = {};
  #finished = 0;
  #left: number;
  #spent = 0;
  #spentCost = 0;

  constructor(setup: ProgressSetup) {
    this.#setup = setup;
    const cost = ({ configuration }: RunJob) => epochCost(configuration, setup.size);
    this.#costs = new Map(setup.jobs.map((job) => [job.run, cost(job)]));
    this.#left = [...this.#costs.values()].reduce((sum, one) => sum + one, 0);
  }

  add({ run, seconds, status }: RunRecord): void {
    const cost = this.#costs.get(run)!;
    this.#finished++;
    this.#counts[status] = (this.#counts[status] ?? 0) + 1;
    this.#left -= cost;
    if (status === "failed") return; // what it took says nothing of what others take
    this.#spent += seconds;
    this.#spentCost += cost;
  }

  get done(): number {
    return this.#setup.before + this.#finished;
  }

  get total(): number {
    return this.#setup.before + this.#setup.jobs.length;
  }

  /** Such as `2 diverged, about 5 min left`. */
  get summary(): string {
    const { diverged = 0, failed = 0 } = this.#counts;
    const parts = [`${diverged} diverged`, failed ? `${failed} failed` : "", this.#timeLeft()];
    return parts.filter((part) => part !== "").join(", ");
  }

  #timeLeft(): string {
    if (this.#finished === this.#setup.jobs.length) {
      return `took ${duration((performance.now() - this.#began) / 1000)}`;
    }
    // The first few runs say too little of what an average one takes.
    if (this.#finished < Math.min(4, this.#setup.jobs.length) || !this.#spentCost) return "";
    const seconds = this.#left * (this.#spent / this.#spentCost) / this.#setup.workers;
    return `about ${duration(seconds)} left`;
  }
}

/** Seconds as people say them: `40 s`, `5 min`, `2 h 10 min`. */
export function duration(seconds: number): string {
  if (seconds < 99.5) return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Such as `iwae latent 50 rmsprop 0.001`, with a seed other than 0. */
export function describeRun({ configuration }: Pick<RunJob, "configuration">): string {
  const { model, latentSize, optimizer, learningRate, seed } = configuration;
  return `${model} latent ${latentSize} ${optimizer} ${learningRate}${seed ? ` seed ${seed}` : ""}`;
}

function outcome(record: RunRecord): string {
  const { status, epochs, testMse, divergedPart, failure, attempt, error } = record;
  if (status === "failed") {
    return `failed (${failure}, attempt ${attempt}): ${error!.split("\n")[0]}`;
  }
  if (status === "diverged") return `diverged in epoch ${epochs} (${divergedPart})`;
  return `${status}, ${epochs} epochs, test MSE ${testMse!.toPrecision(3)}`;
}

const WINDING_UP = "no further run is begun, those that run may finish";

function lines(setup: ProgressSetup): Progress {
  const account = new Account(setup);
  return {
    finished(_worker, record) {
      account.add(record);
      console.error(
        `[${account.done}/${account.total}] ${describeRun(record)}: ${outcome(record)}, ` +
          `${duration(record.seconds)}; ${account.summary}`,
      );
    },
    retried(_worker, job, error) {
      console.error(`${describeRun(job)}: ${error.split("\n")[0]}; it is tried again`);
    },
    troubled: ({ message }) => console.error(`${message}; ${WINDING_UP}`),
    note: (text) => console.error(text),
    stop() {},
  };
}

/** Workers that a terminal shows; a cluster may have hundreds. */
const MOST_BARS = 16;

function bars(setup: ProgressSetup): Progress {
  const account = new Account(setup);
  const multi = new progress.MultiBar({
    format: "{bar} {value}/{total} {text}",
    barsize: 20,
    clearOnComplete: true,
    hideCursor: true,
    stream: (globalThis as unknown as { process: { stderr: NodeJS.WriteStream } }).process.stderr,
  }, progress.Presets.shades_classic);
  const overall = multi.create(account.total, account.done, { text: "runs" });
  const workers = Array.from(
    { length: Math.min(setup.workers, setup.jobs.length, MOST_BARS) },
    () => multi.create(100, 0, { text: "starting" }),
  );
  return {
    started(worker, job) {
      const { settings } = job.configuration;
      workers[worker]?.setTotal(Number(settings.fixedEpochs ?? settings.maxEpochs));
      workers[worker]?.update(0, { text: describeRun(job) });
    },
    epoch(worker, job, epoch, loss) {
      const shown = loss === null ? "not finite" : loss.toPrecision(5);
      workers[worker]?.update(epoch, { text: `${describeRun(job)}  loss ${shown}` });
    },
    finished(_worker, record) {
      account.add(record);
      overall.update(account.done, { text: `runs, ${account.summary}` });
      if (record.status === "failed") multi.log(`${describeRun(record)}: ${outcome(record)}\n`);
    },
    retried(_worker, job, error) {
      multi.log(`${describeRun(job)}: ${error.split("\n")[0]}; it is tried again\n`);
    },
    troubled: ({ message }) => multi.log(`${message}; ${WINDING_UP}\n`),
    note: (text) => multi.log(`${text}\n`),
    stop: () => multi.stop(),
  };
}
