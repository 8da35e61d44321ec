import type { Dataset } from "../data/dataset.ts";
import type { OptimizerName } from "../optimizers/mod.ts";
import type { NativeAccess } from "../tensorflow/native_backend.ts";
import type { Job } from "./engine.ts";
import type { GraphTraining } from "./_graph_training.ts";
import { type Occupant, Population, type SlotState } from "./_population.ts";
import { type EpochRequest, PopulationTraining } from "./_population_training.ts";
import { Rendezvous } from "./_rendezvous.ts";
import { trainEpoch } from "./_population_epoch.ts";
import { isWorthwhile } from "./_worthwhile.ts";
import type { PopulationOptions, Waiting } from "./_waiting_training.ts";

/** What a running population is given. */
interface Surroundings {
  readonly native: NativeAccess;
  /** Begins a training of a job by itself, to measure a network in it. */
  readonly measuring: (job: Job, dataset: Dataset) => Promise<GraphTraining>;
  /** Called when a slot has become free. */
  readonly onFree: () => void;
}

type EpochRequests = readonly (readonly [Occupant, EpochRequest])[];

/** A population with the trainings that occupy it. */
export class RunningPopulation {
  readonly key: string;
  readonly dataset: Dataset;
  readonly #job: Job;
  readonly #surroundings: Surroundings;
  readonly #occupants = new Set<Occupant>();
  readonly #rendezvous = new Rendezvous<
    Occupant,
    "validate" | "snapshot" | "epoch",
    EpochRequest | null
  >({
    validate: (asked) => this.#population.validate(asked.map(([occupant]) => occupant)),
    snapshot: (asked) => {
      this.#population.snapshot(asked.map(([occupant]) => occupant));
      return [];
    },
    epoch: (asked) => this.#epoch(asked as EpochRequests),
  });
  #population: Population;
  /** Seconds that the last build took, and the last epoch. */
  #buildSeconds = 0;
  #epochSeconds = 0;

  /** @param waiting Trainings of one shape that it is made for; they are admitted by `admit`. */
  constructor(waiting: readonly Waiting[], surroundings: Surroundings) {
    const [{ key, dataset, job }] = waiting as [Waiting];
    this.key = key;
    this.dataset = dataset;
    this.#job = job;
    this.#surroundings = surroundings;
    this.#population = this.#build(waiting.map(({ job }) => job.optimizer));
  }

  #build(optimizers: readonly OptimizerName[]): Population {
    const began = performance.now(), plan = { job: this.#job, dataset: this.dataset, optimizers };
    const built = new Population(plan, this.#surroundings.native);
    this.#buildSeconds = (performance.now() - began) / 1000;
    return built;
  }

  get empty(): boolean {
    return this.#occupants.size === 0;
  }

  /** Done when it is in the middle of nothing. */
  idle(): Promise<void> {
    return this.#rendezvous.idle();
  }

  close(): void {
    this.#population.close();
  }

  /**
   * Begins trainings in free slots of their optimizers. Where slots stay free it is built anew for the trainings that there
   * are, if that is worth it.
   *
   * @param waiting Trainings of its shape.
   * @returns Those that were begun.
   */
  admit(
    waiting: readonly Waiting[],
    { slots, rebuild = "worthwhile" }: PopulationOptions,
  ): readonly Waiting[] {
    const admitted = waiting.filter((one) => this.#begin(one));
    const left = waiting.filter((one) => !admitted.includes(one));
    const used = this.#occupants.size, now = this.#population.slots;
    const wanted = Math.min(slots, used + left.length);
    if (used === 0 || wanted === now && used === now || !left.length && 2 * used > now) {
      return admitted;
    }
    const measured = { epoch: this.#epochSeconds, build: this.#buildSeconds };
    if (rebuild !== "always" && !isWorthwhile({ now, used, wanted }, measured)) return admitted;
    const joining = left.slice(0, wanted - used);
    this.#rebuild(joining.map(({ job }) => job.optimizer));
    return [...admitted, ...joining.filter((one) => this.#begin(one))];
  }

  #freeSlot(optimizer: OptimizerName): number | undefined {
    const taken = new Set([...this.#occupants].map(({ slot }) => slot));
    const free = [...this.#population.optimizers.keys()].find((slot) =>
      this.#population.optimizers[slot] === optimizer && !taken.has(slot)
    );
    return free;
  }

  #begin({ job, begin }: Waiting): boolean {
    const slot = this.#freeSlot(job.optimizer);
    if (slot === undefined) return false;
    const occupant: Occupant = { job, slot, steps: 0, epoch: 0, order: new Int32Array() };
    this.#population.initialize(occupant);
    this.#giveInitialWeights(occupant);
    this.#occupants.add(occupant);
    this.#rendezvous.join(occupant);
    begin(this.#training(occupant));
    return true;
  }

  #giveInitialWeights(occupant: Occupant): void {
    const { job: { initialWeights } } = occupant;
    if (!initialWeights) return;
    const state = this.#population.stateOf(occupant);
    for (const { name: group, parameters } of this.#population.graph.groups) {
      for (const { name, start } of parameters) {
        if (initialWeights[name]) state[`now/${group}`]!.set(initialWeights[name], start);
      }
    }
    this.#population.load(occupant, state);
  }

  #training(occupant: Occupant): PopulationTraining {
    const rendezvous = this.#rendezvous, { measuring, onFree } = this.#surroundings;
    const ask = <Answer>(kind: "validate" | "snapshot" | "epoch", request: EpochRequest | null) =>
      rendezvous.ask(occupant, kind, request) as Promise<Answer>;
    return new PopulationTraining({
      occupant,
      trainEpoch: (request) => ask("epoch", request),
      validate: () => ask("validate", null),
      snapshot: () => ask("snapshot", null),
      network: (which) => this.#network(occupant, which),
      leave: () => {
        this.#occupants.delete(occupant);
        onFree();
        rendezvous.leave(occupant);
      },
    }, () => measuring(occupant.job, this.dataset));
  }

  /** A slot's network by the names that single trainings give its parts. */
  #network(occupant: Occupant, which: "now" | "best"): SlotState {
    const { groups, state } = this.#population.graph, network: Record<string, Float32Array> = {};
    const names = state[occupant.job.optimizer]!.map(({ name }) => name)
      .filter((name) => name.startsWith(`${which}/`));
    const found = this.#population.read(occupant, names);
    for (const name of names) {
      const own = name.slice(which.length + 1), group = groups.find((one) => one.name === own);
      if (!group) network[own] = found[name]!;
      for (const { name: parameter, start, size } of group?.parameters ?? []) {
        network[parameter] = found[name]!.slice(start, start + size);
      }
    }
    return network;
  }

  async #epoch(asked: EpochRequests) {
    const began = performance.now();
    for (const [occupant, { order, epoch }] of asked) Object.assign(occupant, { order, epoch });
    const epochs = asked.map(([occupant, { continueAfterDivergence }]) => {
      return { occupant, continueAfterDivergence };
    });
    const taken = await trainEpoch(this.#population, epochs);
    this.#epochSeconds = (performance.now() - began) / 1000;
    return taken;
  }

  /** Moves the trainings that there are to a population of just as many slots and some for others. */
  #rebuild(others: readonly OptimizerName[]): void {
    const moved = [...this.#occupants].map((occupant) =>
      [occupant, this.#population.stateOf(occupant)] as const
    );
    this.#population.close();
    this.#population = this.#build([...moved.map(([{ job }]) => job.optimizer), ...others]);
    moved.forEach(([occupant, state], slot) => {
      occupant.slot = slot;
      this.#population.load(occupant, state);
    });
  }
}
