import type { Dataset } from "../data/dataset.ts";
import type { NativeAccess } from "../tensorflow/native_backend.ts";
import { NoBatchingRule } from "./batching/mod.ts";
import { checkJob } from "./_check_job.ts";
import type { AwaitedTraining, Job, TrainingSource } from "./engine.ts";
import { GraphEngine } from "./graph_engine.ts";
import { graphKeys } from "./_graph_key.ts";
import { Turns } from "./_turns.ts";
import { RunningPopulation } from "./_running_population.ts";
import type { PopulationOptions, Waiting } from "./_waiting_training.ts";

export type { PopulationOptions } from "./_waiting_training.ts";

/** Milliseconds in which trainings are on their way that are begun one after the other, as those of a process's input. */
const GATHERING = 50;

/**
 * Trains many networks of one shape in one graph: the step of a model is traced once, each of its operations gets an axis of
 * slots, and each slot is a training with its own seed, learning rate, optimizer, rows, noise, and end. What a training gives
 * does not depend on the others, up to the rounding of sums. A card is kept busy by this, where one training of this size
 * leaves it idle most of the time.
 *
 * Trainings begin together if they are asked for together, and take the slots of those that have ended. One of another
 * shape waits until no slot is in use. A model with an operation that has no batching rule is trained by the graph engine,
 * one training at a time.
 *
 * @example
 * ```ts ignore
 * const engine = new PopulationEngine(nativeBackend(), { slots: 16 });
 * const results = await Promise.all(seeds.map((seed) => train(vae, dataset, { engine, seed })));
 * ```
 */
export class PopulationEngine implements TrainingSource {
  readonly name = "graph";
  readonly backend = "tensorflow";
  readonly #options: PopulationOptions;
  readonly #native: NativeAccess;
  readonly #single: GraphEngine;
  readonly #keyOf = graphKeys();
  readonly #turns = new Turns();
  readonly #waiting: Waiting[] = [];
  readonly #alone = new Set<string>();
  #running: RunningPopulation | undefined;
  #planned = false;
  #admitting = false;

  constructor(native: NativeAccess, options: PopulationOptions) {
    if (!Number.isInteger(options.slots) || options.slots < 2) {
      throw new RangeError(
        `Cannot share a graph among ${options.slots} slots: it takes two or more`,
      );
    }
    this.#options = options;
    this.#native = native;
    this.#single = new GraphEngine(native);
  }

  start(job: Job, dataset: Dataset): Promise<AwaitedTraining> {
    checkJob(job, dataset);
    const key = this.#keyOf(job, dataset);
    return new Promise((begin, refuse) => {
      this.#waiting.push({ job, dataset, key, begin, refuse });
      this.#plan();
    });
  }

  /**
   * In a turn of its own, so that trainings which are begun together are seen together; a population is not built before
   * those that are on their way have come.
   */
  #plan(): void {
    if (this.#planned || this.#admitting) return;
    this.#planned = true;
    setTimeout(async () => {
      this.#planned = false;
      this.#admitting = true;
      await this.#running?.idle();
      // At once: who is told of a slot, or refused one, may ask for the next before anything that is awaited here goes on.
      this.#admitting = false;
      this.#admit();
    }, this.#running && !this.#running.empty ? 0 : GATHERING);
  }

  #admit(): void {
    if (this.#running?.empty) this.#close();
    while (this.#waiting.length) {
      const { key, dataset } = this.#running ?? this.#waiting[0]!;
      const same = this.#waiting.filter((one) => one.key === key && one.dataset === dataset);
      if (this.#alone.has(key)) {
        this.#take(same);
        for (const one of same) one.begin(this.#trainAlone(one));
        continue;
      }
      try {
        this.#running ??= this.#build(same);
        this.#take(this.#running.admit(same, this.#options));
      } catch (error) {
        if (!(error instanceof NoBatchingRule)) {
          this.#take(same);
          for (const { refuse } of same) refuse(error);
          this.#fail(error);
          continue;
        }
        this.#alone.add(key);
        this.#options.onNote?.(`${error.message}; its trainings run one by one`);
        continue;
      }
      return;
    }
    try {
      this.#running?.admit([], this.#options);
    } catch (error) {
      this.#fail(error);
    }
  }

  #take(taken: readonly Waiting[]): void {
    const left = this.#waiting.filter((one) => !taken.includes(one));
    this.#waiting.splice(0, this.#waiting.length, ...left);
  }

  #build(waiting: readonly Waiting[]): RunningPopulation {
    return new RunningPopulation(waiting.slice(0, this.#options.slots), {
      native: this.#native,
      onFree: () => this.#plan(),
    });
  }

  /** A training of the graph engine; the next one begins once this one is disposed of. */
  async #trainAlone({ job, dataset }: Pick<Waiting, "job" | "dataset">) {
    const end = await this.#turns.begin();
    try {
      const training = this.#single.start(job, dataset), dispose = training.dispose.bind(training);
      training.dispose = () => {
        dispose();
        end();
      };
      return training;
    } catch (error) {
      end();
      throw error;
    }
  }

  #close(): void {
    this.#running?.close();
    this.#running = undefined;
  }

  /** Nothing is left of what is under way: its trainings are told why when they go on. */
  #fail(error: unknown): void {
    this.#running?.fail(error);
    this.#running = undefined;
  }

  /** Frees all it holds; to be called when no training is under way. */
  dispose(): void {
    this.#close();
    this.#single.dispose();
  }
}
