import { complain } from "../format/print.ts";
import { JsonProcess } from "../sweep/execute/json_process.ts";

/** Options of {@linkcode Refresher}. */
export interface RefresherOptions {
  /** Finished runs from which on there is something to look at. @default 2 */
  readonly first?: number;
  /** Seconds from the begin of one to the next at least; as long as one took is waited after its end. @default 60 */
  readonly interval?: number;
}

/**
 * Keeps the tables of runs and the figure of a result folder up to date while its sweep runs, in a process of low
 * priority that ends when this one does. Nothing is done as long as no run has ended.
 */
export class Refresher {
  readonly #folder: string;
  readonly #first: number;
  readonly #interval: number;
  #finished: number;
  #shown = 0;
  #process: JsonProcess<never, never> | undefined;
  #next = -Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stopped = false;

  /** @param before Runs that were finished before. */
  constructor(
    folder: string,
    before: number,
    { first = 2, interval = 60 }: RefresherOptions = {},
  ) {
    this.#folder = folder;
    this.#finished = before;
    this.#first = first;
    this.#interval = interval;
  }

  /** Takes in that a run has ended. */
  finished(): void {
    this.#finished++;
    this.#plan();
  }

  /** Ends what is under way, and begins nothing more. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#process?.stop("kill");
  }

  #plan(): void {
    const idle = this.#process === undefined && this.#timer === undefined;
    if (!idle || this.#stopped || this.#finished < this.#first) return;
    if (this.#finished === this.#shown) return;
    const wait = Math.max(0, this.#next - performance.now());
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#refresh();
    }, wait);
  }

  #start(): JsonProcess<never, never> {
    const module = new URL("./_refresh_process.ts", import.meta.url);
    const options = { threads: 1, writes: [this.#folder] };
    return new JsonProcess(module, { folder: this.#folder }, options);
  }

  async #refresh(): Promise<void> {
    const began = performance.now(), finished = this.#finished;
    try {
      this.#process = this.#start();
      await this.#process.status;
      await this.#process.stop("close");
    } catch (error) { // as where the system starts no further process just now: runs go on all the same
      const { message } = error as Error;
      complain(
        `Cannot bring the tables of ${this.#folder} up to date: ${message}; it is tried again`,
      );
    }
    const took = performance.now() - began;
    this.#next = began + Math.max(1000 * this.#interval, 2 * took);
    this.#shown = finished;
    this.#process = undefined;
    this.#plan();
  }
}
