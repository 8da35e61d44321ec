import * as tf from "@tensorflow/tfjs";
import type { Dataset } from "../data/dataset.ts";
import type { OptimizerName } from "../optimizers/mod.ts";
import type { NativeAccess } from "../tensorflow/native_backend.ts";
import { evaluationChunks, evaluationCounter, type Job, type Terms } from "./engine.ts";
import { type Feeds, integer, namedTerms } from "./_graph_feeds.ts";
import { warmUpWeight } from "./_loss_terms.ts";
import { MOVING_DECAY, sizeOf } from "./_parameters.ts";
import { CLIP_NORM, WARM_UP_WEIGHT } from "./_record_loss.ts";
import { GraphSession } from "./session.ts";
import { stepScalars } from "./_step_scalars.ts";
import { buildPopulationGraph, type PopulationGraph, scalarsName } from "./_population_graph.ts";
import type { PopulationPlan } from "./_population_network.ts";

/** One training in its slot. */
export interface Occupant {
  readonly job: Job;
  /** Another one once the population was built anew. */
  slot: number;
  /** Steps that it has taken. */
  steps: number;
  /** Its epoch, from 1. */
  epoch: number;
  /** The rows of the training split in the order of the epoch. */
  order: Int32Array;
}

/** What a pass over the validation split gives of one slot. */
export interface Validation {
  readonly terms: Terms;
  /** Mean squared error of the posterior mean's reconstruction. */
  readonly error: number;
}

/** A slot's whole state, by value. */
export type SlotState = Readonly<Record<string, Float32Array>>;

/** A population on the card or the processor: all calls are synchronous. */
export class Population {
  readonly optimizers: readonly OptimizerName[];
  readonly graph: PopulationGraph;
  readonly #dataset: Dataset;
  readonly #session: GraphSession;
  /** Shapes of what can be fed, by name. */
  readonly #shapes: ReadonlyMap<string, readonly number[]>;

  constructor(plan: PopulationPlan, native: NativeAccess) {
    const { job, dataset, optimizers } = plan;
    this.optimizers = optimizers;
    this.#dataset = dataset;
    this.graph = buildPopulationGraph(plan, native);
    this.#shapes = new Map(
      this.graph.nodes.filter(({ operation }) => operation === "Placeholder").map(
        ({ name, attributes }) => {
          const { value } = attributes.find((attribute) => attribute.name === "shape")!;
          return [name, value as readonly number[]];
        },
      ),
    );
    this.#session = new GraphSession(this.graph.nodes, native, `the loss of ${job.model.name}`);
    this.#run(["create"], () => ({}));
    for (const split of ["train", "validation"] as const) {
      const { values, rows } = dataset[split];
      this.#run([`data/${split}`], () => ({
        [`data/${split}/given`]: tf.tensor2d(values, [rows, dataset.genes.length]),
      }));
    }
  }

  get slots(): number {
    return this.optimizers.length;
  }

  #run(fetches: readonly string[], feeds: () => Feeds): Float32Array[] {
    return tf.tidy(() => this.#session.run(fetches, feeds()));
  }

  /** Begins a training in a slot of its optimizer. */
  initialize({ slot, job }: Occupant): void {
    this.#run(["initialize"], () => ({
      chosen: this.#chosen([slot]),
      initial_seed: integer(job.seed),
    }));
  }

  /** A part of a slot's state: names are those of the graph's `state`. */
  read({ slot, job: { optimizer } }: Occupant, names: readonly string[]): SlotState {
    const { slots } = this.graph.blocks.find((block) => block.optimizer === optimizer)!;
    const values = this.#run(names.map((name) => `read/${name}`), () => ({
      slot: integer(slot),
      place: integer(slots.indexOf(slot)),
    }));
    return Object.fromEntries(names.map((name, i) => [name, values[i]!]));
  }

  /** All of a slot's state. */
  stateOf(occupant: Occupant): SlotState {
    return this.read(occupant, this.graph.state[occupant.job.optimizer]!.map(({ name }) => name));
  }

  load({ slot, job: { optimizer } }: Occupant, state: SlotState): void {
    const values = this.graph.state[optimizer]!.map(({ name, shape }) =>
      [`load/${name}`, tf.tensor(state[name]!, [...shape])] as const
    );
    this.#run([`load/${optimizer}`], () => ({
      chosen: this.#chosen([slot]),
      ...Object.fromEntries(values),
    }));
    tf.dispose(values.map(([, tensor]) => tensor));
  }

  /** Remembers networks as they are now. */
  snapshot(occupants: readonly Occupant[]): void {
    this.#run(["snapshot"], () => ({ chosen: this.#chosen(occupants.map(({ slot }) => slot)) }));
  }

  #chosen(slots: readonly number[]): tf.Tensor {
    const chosen = new Float32Array(this.slots);
    for (const slot of slots) chosen[slot] = 1;
    return tf.tensor1d(chosen);
  }

  /** Numbers of the slots that are in use, 0 in the others. */
  #each(occupants: readonly Occupant[], value: (occupant: Occupant) => number): number[] {
    const values: number[] = Array(this.slots).fill(0);
    for (const occupant of occupants) values[occupant.slot] = value(occupant);
    return values;
  }

  /** The rows of all slots' orders as one tensor, [slots, rows]; the caller's to dispose. */
  orders(occupants: readonly Occupant[]): tf.Tensor {
    const { rows } = this.#dataset.train, all = new Int32Array(this.slots * rows);
    for (const { slot, order } of occupants) all.set(order, slot * rows);
    return tf.tensor2d(all, [this.slots, rows], "int32");
  }

  /**
   * One step of some occupants, on their rows from `start` on. The other slots' weights stay as they are.
   *
   * @returns The loss terms by occupant.
   */
  step(
    occupants: readonly Occupant[],
    { orders, start }: { readonly orders: tf.Tensor; readonly start: number },
  ): Terms[] {
    const [values] = this.#run(["step"], () => ({
      ...{ order: orders, start: integer(start), ...this.#seeds(occupants) },
      counters: tf.tensor1d(this.#each(occupants, ({ steps }) => steps), "int32"),
      ...this.#scalars(occupants),
      ...this.#fed(WARM_UP_WEIGHT, occupants, ({ job, epoch }) => warmUpWeight(job, epoch)),
      ...this.#fed(CLIP_NORM, occupants, ({ job }) => job.clipNorm ?? 0),
      ...this.#noise(occupants),
    }));
    for (const occupant of occupants) occupant.steps++;
    return this.#terms(occupants, values!);
  }

  #terms(occupants: readonly Occupant[], values: Float32Array): Terms[] {
    const { terms } = this.graph, count = terms.length;
    return occupants.map(({ slot }) =>
      namedTerms(terms, values.subarray(slot * count, (slot + 1) * count))
    );
  }

  #seeds(occupants: readonly Occupant[]): Feeds {
    return { seeds: tf.tensor1d(this.#each(occupants, ({ job }) => job.seed), "int32") };
  }

  /** A number of each slot, if the graph takes it. */
  #fed(
    name: string,
    occupants: readonly Occupant[],
    value: (occupant: Occupant) => number,
  ): Feeds {
    const shape = this.#shapes.get(name);
    return shape ? { [name]: tf.tensor(this.#each(occupants, value), [...shape]) } : {};
  }

  /** Scalars of all blocks' optimizers; in slots that do not step the learning rate is 0. */
  #scalars(occupants: readonly Occupant[]): Feeds {
    const bySlot = new Map(occupants.map((occupant) => [occupant.slot, occupant]));
    return Object.fromEntries(this.graph.blocks.map(({ optimizer, slots, idle }) => {
      const values = slots.flatMap((slot) => {
        const found = bySlot.get(slot);
        return found ? stepScalars(found.job, found.steps + 1) : idle;
      });
      return [scalarsName(optimizer), tf.tensor1d(values)];
    }));
  }

  #noise(occupants: readonly Occupant[]): Feeds {
    const feeds: Feeds = {};
    for (const [name, shape] of this.#shapes) {
      if (!name.startsWith("noise/")) continue;
      const all = new Float32Array(sizeOf(shape));
      for (const { slot, job, steps } of occupants) {
        all.set(job.noise!(steps)[name.slice("noise/".length)]!, slot * all.length / this.slots);
      }
      feeds[name] = tf.tensor(all, [...shape]);
    }
    return feeds;
  }

  /** Evaluates the validation split with the networks of all slots as they are; the result is by occupant. */
  validate(occupants: readonly Occupant[]): Validation[] {
    const { terms, layers } = this.graph, count = terms.length, { rows } = this.#dataset.validation;
    const sums = new Float64Array(this.slots * count), squares = new Float64Array(this.slots);
    evaluationChunks(rows).forEach(([start, end], chunk) => {
      const suffix = String(end - start), counter = evaluationCounter("validation", chunk);
      const [found, errors] = this.#run([`evaluate/${suffix}`, `error/${suffix}`], () => ({
        ...{ start: integer(start), ...this.#seeds(occupants) },
        counters: tf.tensor1d(Array(this.slots).fill(counter), "int32"),
        ...Object.assign(
          {},
          ...Object.entries(layers).map(([layer, updates]) =>
            this.#fed(`bias_correction/${layer}/${suffix}`, occupants, ({ steps }) => {
              const seen = updates * steps;
              return seen ? MOVING_DECAY ** seen : 0;
            })
          ),
        ),
      }));
      found!.forEach((value, i) => sums[i]! += value * (end - start));
      errors!.forEach((value, i) => squares[i]! += value);
    });
    return occupants.map(({ slot }) => ({
      terms: namedTerms(
        terms,
        sums.subarray(slot * count, (slot + 1) * count).map((sum) => sum / rows),
      ),
      error: squares[slot]! / (rows * this.#dataset.genes.length),
    }));
  }

  close(): void {
    this.#session.close();
  }
}
