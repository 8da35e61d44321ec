import type { SlurmOptions } from "./_options.ts";
import { type QueuedTask, queuedTasks } from "./_queue.ts";

/** Asks in the background what Slurm has queued, as squeue may be slow and results come in meanwhile. */
export class QueueWatch {
  readonly #options: SlurmOptions;
  #asked = -Infinity;
  #asking = false;
  #unanswered = false;
  #defect: unknown;

  constructor(options: SlurmOptions) {
    this.#options = options;
  }

  /**
   * Asks if that is due.
   *
   * @param names Of the array jobs.
   * @param use Called once an answer is there.
   * @throws What an earlier answer's use threw.
   */
  poll(names: readonly string[], use: (answer: readonly QueuedTask[]) => void): void {
    const { interval = 5 } = this.#options;
    if (this.#defect) throw this.#defect;
    if (this.#asking || performance.now() - this.#asked < interval * 1000) return;
    this.#ask([...new Set(names)], use).catch((error) => this.#defect = error);
  }

  async #ask(names: string[], use: (answer: readonly QueuedTask[]) => void): Promise<void> {
    if (!names.length) return;
    const began = performance.now();
    this.#asking = true;
    const answer = await queuedTasks(names);
    this.#asking = false;
    this.#asked = performance.now() + 10 * (performance.now() - began); // spare a slow controller
    if (typeof answer === "string") return this.#reportUnanswered(answer);
    this.#unanswered = false;
    use(answer);
  }

  #reportUnanswered(problem: string): void {
    if (!this.#unanswered) {
      this.#options.observer?.note?.(`Slurm: ${problem}; results are still collected`);
    }
    this.#unanswered = true;
  }
}
