import type { Dataset } from "../data/dataset.ts";
import type { OptimizerName } from "../optimizers/mod.ts";
import type { NativeAccess } from "../tensorflow/native_backend.ts";
import type { Job } from "./engine.ts";
import type { Occupant, SlotState } from "./_occupant.ts";
import { Population } from "./_population.ts";
import { type PopulationRequest, PopulationTraining } from "./_population_training.ts";
import { PopulationService } from "./_population_service.ts";
import { Rendezvous } from "./_rendezvous.ts";
import { isWorthwhile } from "./_worthwhile.ts";
import type { PopulationOptions, Waiting } from "./_waiting_training.ts";

/** What a running population is given. */
interface Surroundings {
  readonly native: NativeAccess;
  /** Called when a slot has become free. */
  readonly onFree: () => void;
}

/** A population with the trainings that occupy it. */
export class RunningPopulation {
  readonly key: string;
  readonly dataset: Dataset;
  readonly #job: Job;
  readonly #surroundings: Surroundings;
  readonly #occupants = new Set<Occupant>();
  readonly #rendezvous: Rendezvous<Occupant, PopulationRequest>;
  readonly #service: PopulationService;
  #population: Population;
  #failure: { readonly error: unknown } | undefined;
  /** Seconds that the last build took. */
  #buildSeconds = 0;

  /** @param waiting Trainings of one shape that it is made for; they are admitted by `admit`. */
  constructor(waiting: readonly Waiting[], surroundings: Surroundings) {
    const [{ key, dataset, job }] = waiting as [Waiting];
    this.key = key;
    this.dataset = dataset;
    this.#job = job;
    this.#surroundings = surroundings;
    this.#population = this.#build(waiting.map(({ job }) => job.optimizer));
    this.#service = new PopulationService(() => this.#working);
    this.#rendezvous = new Rendezvous((asked) => this.#service.serve(asked));
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

  /** Whatever its trainings ask for from now on is refused with an error. */
  fail(error: unknown): void {
    this.close();
    this.#failure = { error };
  }

  /** @throws What it failed with. */
  get #working(): Population {
    if (this.#failure) throw this.#failure.error;
    return this.#population;
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
    const measured = { epoch: this.#service.epochSeconds, build: this.#buildSeconds };
    if (rebuild !== "always" && !isWorthwhile({ now, used, wanted }, measured)) return admitted;
    const joining = left.slice(0, wanted - used);
    this.#rebuild(joining.map(({ job }) => job.optimizer));
    return [...admitted, ...joining.filter((one) => this.#begin(one))];
  }

  #freeSlot(optimizer: OptimizerName): number | undefined {
    const taken = new Set([...this.#occupants].map(({ slot }) => slot));
    const { optimizers } = this.#population;
    return [...optimizers.keys()].find((slot) =>
      optimizers[slot] === optimizer && !taken.has(slot)
    );
  }

  #begin({ job, begin }: Waiting): boolean {
    const slot = this.#freeSlot(job.optimizer);
    if (slot === undefined) return false;
    const occupant: Occupant = {
      job,
      slot,
      steps: 0,
      bestSteps: 0,
      epoch: 0,
      order: new Int32Array(),
    };
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
    return new PopulationTraining({
      occupant,
      rows: this.dataset.train.rows,
      layers: this.#population.graph.layers,
      ask: (request) => this.#rendezvous.ask(occupant, request),
      network: () => this.#network(occupant),
      leave: () => {
        this.#occupants.delete(occupant);
        this.#surroundings.onFree();
        this.#rendezvous.leave(occupant);
      },
    });
  }

  /** The network of a slot's snapshot, by the names of its parameters and moving averages. */
  #network(occupant: Occupant): SlotState {
    const { groups, state } = this.#population.graph, network: Record<string, Float32Array> = {};
    const names = state[occupant.job.optimizer]!.map(({ name }) => name)
      .filter((name) => name.startsWith("best/"));
    const found = this.#working.read(occupant, names);
    for (const name of names) {
      const own = name.slice("best/".length), group = groups.find((one) => one.name === own);
      if (!group) network[own] = found[name]!;
      for (const { name: parameter, start, size } of group?.parameters ?? []) {
        network[parameter] = found[name]!.slice(start, start + size);
      }
    }
    return network;
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
