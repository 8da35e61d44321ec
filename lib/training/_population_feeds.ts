import * as tf from "@tensorflow/tfjs";
import type { Feeds } from "./_graph_feeds.ts";
import type { Occupant } from "./_occupant.ts";
import { sizeOf } from "./_parameters.ts";
import { type PopulationGraph, scalarsName } from "./_population_graph.ts";
import { startWeight } from "./_start_weight.ts";
import { stepScalars } from "./_step_scalars.ts";

/** What fetches and feeds of the snapshot's networks begin with. */
export const BEST = "best/";

/** What a population's graph is fed: values of all slots, of which some are in use. */
export class PopulationFeeds {
  readonly #graph: PopulationGraph;
  readonly #slots: number;
  /** Shapes of what can be fed, by name. */
  readonly #shapes: ReadonlyMap<string, readonly number[]>;

  constructor(graph: PopulationGraph, slots: number) {
    this.#graph = graph;
    this.#slots = slots;
    const given = graph.nodes.filter(({ operation }) => operation === "Placeholder");
    this.#shapes = new Map(given.map(({ name, attributes }) => {
      const { value } = attributes.find((attribute) => attribute.name === "shape")!;
      return [name, value as readonly number[]];
    }));
  }

  /** 1 for the slots that are chosen, 0 for others. */
  chosen(slots: readonly number[]): tf.Tensor {
    const chosen = new Float32Array(this.#slots);
    for (const slot of slots) chosen[slot] = 1;
    return tf.tensor1d(chosen);
  }

  /** Numbers of the slots that are in use, 0 in the others. */
  #each(occupants: readonly Occupant[], value: (occupant: Occupant) => number): number[] {
    const values: number[] = Array(this.#slots).fill(0);
    for (const occupant of occupants) values[occupant.slot] = value(occupant);
    return values;
  }

  /** The rows of all slots' orders as one tensor, [slots, rows]; the caller's to dispose. */
  orders(occupants: readonly Occupant[]): tf.Tensor {
    const [, rows] = this.#shapes.get("order") as [number, number],
      all = new Int32Array(this.#slots * rows);
    for (const { slot, order } of occupants) all.set(order, slot * rows);
    return tf.tensor2d(all, [this.#slots, rows], "int32");
  }

  /** A step's or a piece's number in the streams of noise, of each slot. */
  counters(occupants: readonly Occupant[], counter: (occupant: Occupant) => number): Feeds {
    return { counters: tf.tensor1d(this.#each(occupants, counter), "int32") };
  }

  /** The seed of each slot. */
  seeds(occupants: readonly Occupant[]): Feeds {
    return { seeds: tf.tensor1d(this.#each(occupants, ({ job }) => job.seed), "int32") };
  }

  /** A number of each slot, if the graph takes it. */
  fed(
    name: string,
    occupants: readonly Occupant[],
    value: (occupant: Occupant) => number,
  ): Feeds {
    const shape = this.#shapes.get(name);
    return shape ? { [name]: tf.tensor(this.#each(occupants, value), [...shape]) } : {};
  }

  /** Scalars of all blocks' optimizers; in slots that do not step the learning rate is 0. */
  scalars(occupants: readonly Occupant[]): Feeds {
    const bySlot = new Map(occupants.map((occupant) => [occupant.slot, occupant]));
    return Object.fromEntries(this.#graph.blocks.map(({ optimizer, slots, idle }) => {
      const values = slots.flatMap((slot) => {
        const found = bySlot.get(slot);
        return found ? stepScalars(found.job, found.steps + 1) : idle;
      });
      return [scalarsName(optimizer), tf.tensor1d(values)];
    }));
  }

  /** Noise that jobs give themselves. */
  noise(occupants: readonly Occupant[]): Feeds {
    const feeds: Feeds = {};
    for (const [name, shape] of this.#shapes) {
      if (!name.startsWith("noise/")) continue;
      const all = new Float32Array(sizeOf(shape));
      for (const { slot, job, steps } of occupants) {
        all.set(job.noise!(steps)[name.slice("noise/".length)]!, slot * all.length / this.#slots);
      }
      feeds[name] = tf.tensor(all, [...shape]);
    }
    return feeds;
  }

  /** The weight that each layer's initial moments still have. */
  startWeights(
    prefix: "" | typeof BEST,
    suffix: string,
    occupants: readonly Occupant[],
  ): Feeds {
    const { layers } = this.#graph;
    const steps = (one: Occupant) => prefix === BEST ? one.bestSteps : one.steps;
    return Object.assign(
      {},
      ...Object.entries(layers).map(([layer, updates]) =>
        this.fed(
          `${prefix}bias_correction/${layer}/${suffix}`,
          occupants,
          (one) => startWeight(updates * steps(one)),
        )
      ),
    );
  }
}
