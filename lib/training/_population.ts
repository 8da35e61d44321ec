import * as tf from "@tensorflow/tfjs";
import type { Dataset } from "../data/dataset.ts";
import type { OptimizerName } from "../optimizers/mod.ts";
import type { NativeAccess } from "../tensorflow/native_backend.ts";
import { evaluationChunks, evaluationCounter, type SplitName, type Terms } from "./engine.ts";
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
import type { Decoding, Occupant, SlotState } from "./_occupant.ts";
import { BEST, PopulationFeeds } from "./_population_feeds.ts";
import { CLIP_NORM, WARM_UP_WEIGHT } from "./_record_loss.ts";
import { GraphSession } from "./session.ts";
import { buildPopulationGraph, type PopulationGraph } from "./_population_graph.ts";
import { keepRows, rowsBefore } from "./_kept_rows.ts";
import type { PopulationPlan } from "./_population_variables.ts";

/** A population on the card or the processor: all calls are synchronous. */
export class Population {
  readonly optimizers: readonly OptimizerName[];
  readonly graph: PopulationGraph;
  readonly #dataset: Dataset;
  readonly #session: GraphSession;
  readonly #sizes: EvaluationSizes;
  readonly #feeds: PopulationFeeds;

  constructor(plan: PopulationPlan, native: NativeAccess) {
    const { job, dataset, optimizers } = plan;
    this.optimizers = optimizers;
    this.#dataset = dataset;
    this.graph = buildPopulationGraph(plan, native);
    this.#feeds = new PopulationFeeds(this.graph, this.slots);
    this.#session = new GraphSession(this.graph.nodes, native, `the loss of ${job.model.name}`);
    try {
      this.#run(["create"], () => ({}));
      keepRows(this.#session, dataset);
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

  /** The rows of all slots' orders, for the steps of an epoch: see {@linkcode PopulationFeeds.orders}. */
  orders(occupants: readonly Occupant[]): tf.Tensor {
    return this.#feeds.orders(occupants);
  }

  /** Begins a training in a slot of its optimizer. */
  initialize({ slot, job }: Occupant): void {
    this.#run(["initialize"], () => ({
      chosen: this.#feeds.chosen([slot]),
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
      chosen: this.#feeds.chosen([slot]),
      ...Object.fromEntries(values),
    }));
    tf.dispose(values.map(([, tensor]) => tensor));
  }

  /** Remembers networks as they are now. */
  snapshot(occupants: readonly Occupant[]): void {
    for (const occupant of occupants) occupant.bestSteps = occupant.steps;
    this.#run(
      ["snapshot"],
      () => ({ chosen: this.#feeds.chosen(occupants.map(({ slot }) => slot)) }),
    );
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
      ...{ order: orders, start: integer(start), ...this.#feeds.seeds(occupants) },
      ...this.#feeds.counters(occupants, ({ steps }) => steps),
      ...this.#feeds.scalars(occupants),
      ...this.#feeds.fed(WARM_UP_WEIGHT, occupants, ({ job, epoch }) => warmUpWeight(job, epoch)),
      ...this.#feeds.fed(CLIP_NORM, occupants, ({ job }) => job.clipNorm ?? 0),
      ...this.#feeds.noise(occupants),
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
        ...{ start: integer(before + start), ...this.#feeds.seeds(occupants) },
        ...this.#feeds.counters(occupants, () => counter),
        ...this.#feeds.startWeights(prefix, suffix, occupants),
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
        ...this.#feeds.startWeights(BEST, DECODING, occupants),
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
