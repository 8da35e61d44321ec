import * as tf from "@tensorflow/tfjs";
import type { Dataset } from "../data/dataset.ts";
import type { OptimizerName } from "../optimizers/mod.ts";
import type { NativeAccess } from "../tensorflow/native_backend.ts";
import {
  evaluationChunks,
  evaluationCounter,
  type Job,
  type SplitName,
  type Terms,
} from "./engine.ts";
import { DECODED_ROWS, DECODING } from "./_decoding_graph.ts";
import {
  EVALUATION,
  type Evaluation,
  type EvaluationSizes,
  EvaluationSums,
  type Piece,
  VALIDATION,
  type Validation,
} from "./_evaluation_sums.ts";
import { type Feeds, integer, namedTerms } from "./_graph_feeds.ts";
import { warmUpWeight } from "./_loss_terms.ts";
import { startWeight } from "./_start_weight.ts";
import { sizeOf } from "./_parameters.ts";
import { CLIP_NORM, WARM_UP_WEIGHT } from "./_record_loss.ts";
import { GraphSession } from "./session.ts";
import { stepScalars } from "./_step_scalars.ts";
import { buildPopulationGraph, type PopulationGraph, scalarsName } from "./_population_graph.ts";
import { allRows, type PopulationPlan, rowsBefore } from "./_population_variables.ts";

/** What fetches and feeds of the snapshot's networks begin with. */
const BEST = "best/";

/** One training in its slot. */
export interface Occupant {
  readonly job: Job;
  /** Another one once the population was built anew. */
  slot: number;
  /** Steps that it has taken, and had taken when its snapshot was. */
  steps: number;
  bestSteps: number;
  /** Its epoch, from 1. */
  epoch: number;
  /** The rows of the training split in the order of the epoch. */
  order: Int32Array;
}

/** Latent vectors to decode, and the rows that they are compared with: see `Training.decodingErrors`. */
export interface Decoding {
  readonly split: SplitName;
  readonly rows: Int32Array;
  readonly latent: Float32Array;
}

/** A slot's whole state, by value. */
export type SlotState = Readonly<Record<string, Float32Array>>;

/** A population on the card or the processor: all calls are synchronous. */
export class Population {
  readonly optimizers: readonly OptimizerName[];
  readonly graph: PopulationGraph;
  readonly #dataset: Dataset;
  readonly #session: GraphSession;
  readonly #sizes: EvaluationSizes;
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
    try {
      this.#run(["create"], () => ({}));
      const shape = [...this.#shapes.get("data/given")!];
      this.#run(["data"], () => ({ "data/given": tf.tensor(allRows(dataset), shape) }));
    } catch (error) {
      this.close(); // what there is of it would stay in the memory that it has too little of
      throw error;
    }
    this.#sizes = { dataset, latentSize: job.latentSize, terms: this.graph.terms };
  }

  get slots(): number {
    return this.optimizers.length;
  }

  #run(fetches: readonly string[], feeds: () => Feeds): Float32Array[] {
    return this.#session.runOnce(fetches, feeds);
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
    for (const occupant of occupants) occupant.bestSteps = occupant.steps;
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

  /** Evaluates the validation split with networks as they are, by occupant. */
  validate(occupants: readonly Occupant[]): Validation[] {
    const sums = occupants.map(() => new EvaluationSums(this.#sizes, "validation"));
    this.#eachPiece("validation", "", VALIDATION, occupants, (values, piece) => {
      sums.forEach((sum, i) => sum.add(values[i]!, piece));
    });
    return sums.map((sum) => sum.validation);
  }

  /** Evaluates a split with networks as they were when the snapshot was taken, by occupant. */
  evaluate(split: SplitName, occupants: readonly Occupant[]): Evaluation[] {
    const sums = occupants.map(() => new EvaluationSums(this.#sizes, split));
    this.#eachPiece(split, BEST, EVALUATION, occupants, (values, piece) => {
      sums.forEach((sum, i) => sum.add(values[i]!, piece));
    });
    return sums.map((sum) => sum.evaluation);
  }

  /** Runs fetches for each piece of a split; what they give is cut by occupant. */
  #eachPiece(
    split: SplitName,
    prefix: "" | typeof BEST,
    fetches: readonly string[],
    occupants: readonly Occupant[],
    use: (values: Float32Array[][], piece: Piece) => void,
  ): void {
    const before = rowsBefore(this.#dataset, split);
    evaluationChunks(this.#dataset[split].rows).forEach(([start, end], chunk) => {
      const suffix = String(end - start), counter = evaluationCounter(split, chunk);
      const found = this.#run(fetches.map((fetch) => `${prefix}${fetch}/${suffix}`), () => ({
        ...{ start: integer(before + start), ...this.#seeds(occupants) },
        counters: tf.tensor1d(Array(this.slots).fill(counter), "int32"),
        ...this.#startWeights(prefix, suffix, occupants),
      }));
      use(this.#byOccupant(occupants, found), { start, rows: end - start });
    });
  }

  /** The part of each occupant in values of all slots. */
  #byOccupant(occupants: readonly Occupant[], values: readonly Float32Array[]): Float32Array[][] {
    return occupants.map(({ slot }) =>
      values.map((all) => {
        const size = all.length / this.slots;
        return all.subarray(slot * size, (slot + 1) * size);
      })
    );
  }

  /** The weight that each layer's initial moments still have. */
  #startWeights(
    prefix: "" | typeof BEST,
    suffix: string,
    occupants: readonly Occupant[],
  ): Feeds {
    const { layers } = this.graph;
    const steps = (one: Occupant) => prefix === BEST ? one.bestSteps : one.steps;
    return Object.assign(
      {},
      ...Object.entries(layers).map(([layer, updates]) =>
        this.#fed(
          `${prefix}bias_correction/${layer}/${suffix}`,
          occupants,
          (one) => startWeight(updates * steps(one)),
        )
      ),
    );
  }

  /** Squared errors of decoded latent vectors with the networks of the snapshot, by occupant. */
  decodingErrors(occupants: readonly Occupant[], decodings: readonly Decoding[]): Float32Array[] {
    const { slots } = this, { latentSize } = occupants[0]!.job;
    const errors = decodings.map(({ rows }) => new Float32Array(rows.length));
    const longest = Math.max(...errors.map(({ length }) => length));
    for (let start = 0; start < longest; start += DECODED_ROWS) {
      const numbers = new Int32Array(slots * DECODED_ROWS);
      const latents = new Float32Array(numbers.length * latentSize);
      occupants.forEach(({ slot }, i) => {
        const { split, rows, latent } = decodings[i]!, at = slot * DECODED_ROWS;
        const before = rowsBefore(this.#dataset, split), end = start + DECODED_ROWS;
        numbers.set(rows.subarray(start, end).map((row) => before + row), at);
        latents.set(latent.subarray(start * latentSize, end * latentSize), at * latentSize);
      });
      const found = this.#run([`${BEST}errors/${DECODING}`], () => ({
        [`${BEST}rows/${DECODING}`]: tf.tensor2d(numbers, [slots, DECODED_ROWS]),
        [`${BEST}latent/${DECODING}`]: tf.tensor3d(latents, [slots, DECODED_ROWS, latentSize]),
        ...this.#startWeights(BEST, DECODING, occupants),
      }));
      this.#byOccupant(occupants, found).forEach(([own], i) => {
        // The last piece is filled up, since a graph's shapes are fixed; what fills it up is not looked at.
        errors[i]!.subarray(start).set(own!.subarray(0, Math.max(0, errors[i]!.length - start)));
      });
    }
    return errors;
  }

  close(): void {
    this.#session.close();
  }
}
