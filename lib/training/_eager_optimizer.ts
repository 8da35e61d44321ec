import * as tf from "@tensorflow/tfjs";
import { formOf, type Optimizer, OPTIMIZERS } from "../optimizers/mod.ts";
import { clipGradients } from "./_clip_gradients.ts";
import type { EagerNetwork } from "./_eager_network.ts";
import type { Job } from "./engine.ts";
import { stepScalars } from "./_step_scalars.ts";

type Tensors = Record<string, tf.Tensor>;

/** What an optimizer remembers of each weight of a network, and its updates. */
export class EagerOptimizer {
  readonly #job: Job;
  readonly #network: EagerNetwork;
  readonly #optimizer: Optimizer;
  readonly #slots: Record<string, readonly tf.Tensor[]>;

  constructor(job: Job, network: EagerNetwork) {
    this.#job = job;
    this.#network = network;
    this.#optimizer = formOf(OPTIMIZERS[job.optimizer], job);
    const { slots } = this.#optimizer;
    const weights = Object.entries(network.weights);
    this.#slots = Object.fromEntries(
      weights.map(([name, { shape }]) => [name, slots.map(() => tf.zeros(shape))]),
    );
  }

  /**
   * New weights and slots by flat names, so that a tidy returns them.
   *
   * @param found Gradients in the order of the weights, null for those that the loss does not depend on.
   * @param step From 1.
   */
  updated(found: readonly (tf.Tensor | null)[], step: number): Tensors {
    const { clipNorm } = this.#job, { update } = this.#optimizer;
    const values = stepScalars(this.#job, step), kept: Tensors = {};
    const gradients = clipNorm === null ? found : clipGradients(found, tf.scalar(clipNorm));
    Object.entries(this.#network.weights).forEach(([name, weight], i) => {
      const gradient = gradients[i], old = this.#slots[name]!;
      const { change, slots } = gradient
        ? update(gradient, old, values)
        : { change: null, slots: old.map((slot) => slot.clone()) };
      kept[name] = change ? weight.add(change) : weight.clone();
      slots.forEach((slot, k) => kept[`${name} ${k}`] = slot);
    });
    return kept;
  }

  /** Puts what `updated` gave in the place of what was. */
  replace(kept: Tensors): void {
    for (const name of Object.keys(this.#network.weights)) {
      this.#network.replace(name, kept[name]!);
      this.#slots[name] = this.#slots[name]!.map((slot, k) => {
        slot.dispose();
        return kept[`${name} ${k}`]!;
      });
    }
  }

  dispose(): void {
    tf.dispose(Object.values(this.#slots).flat());
  }
}
