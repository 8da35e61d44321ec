import * as tf from "@tensorflow/tfjs";
import type { Dataset } from "../data/dataset.ts";
import type { Moments, Params } from "../models/network.ts";
import type { Job, LayerMoments } from "./engine.ts";
import { MovingAverages } from "./_moving_averages.ts";
import { initialValues, jobSpecs, normalizedLayers } from "./_parameters.ts";
import { unknownLayer } from "./_posterior.ts";

type Tensors = Record<string, tf.Tensor>;

/** Weights and moving averages that tfjs holds, and the best of them so far. */
export class EagerNetwork {
  readonly #job: Job;
  #weights: Tensors = {};
  #moving: Record<string, MovingAverages> = {};
  #best: { weights: Tensors; moving: Record<string, MovingAverages> } | undefined;

  constructor(job: Job, dataset: Dataset) {
    this.#job = job;
    const specs = jobSpecs(job, dataset);
    Object.entries(specs).forEach(([name, spec], i) => {
      const values = job.initialWeights?.[name] ?? initialValues(spec, job.seed, i);
      this.#weights[name] = tf.tensor(values, [...spec.shape]);
    });
    for (const [layer, shape] of Object.entries(normalizedLayers(specs))) {
      this.#moving[layer] = MovingAverages.start(shape);
    }
  }

  get weights(): Readonly<Tensors> {
    return this.#weights;
  }

  /** Replaces a weight's value. */
  replace(name: string, value: tf.Tensor): void {
    this.#weights[name]!.dispose();
    this.#weights[name] = value;
  }

  /** Updates a layer's moving averages with the moments of a batch of so many rows. */
  observe(layer: string, moments: Moments, rows: number): void {
    const moving = this.#moving[layer];
    if (!moving) throw unknownLayer(this.#job, layer);
    moving.observe(moments, rows);
  }

  /** The network in evaluation mode: moving averages, bias-corrected as Adam's moments are. */
  evaluationParams(): Params {
    const moments = Object.entries(this.#moving).map(([layer, moving]) =>
      [layer, moving.corrected()] as const
    );
    return { weights: this.#weights, moments: Object.fromEntries(moments) };
  }

  snapshot(): void {
    this.#forget();
    this.#best = { weights: cloneAll(this.#weights), moving: cloneAll(this.#moving) };
  }

  restore(): void {
    if (!this.#best) throw new Error("Cannot restore a network: no snapshot was taken");
    const { weights, moving } = this.#best;
    disposeAll(this.#weights, this.#moving);
    this.#weights = cloneAll(weights);
    this.#moving = cloneAll(moving);
  }

  /** Weights and moving averages as numbers. */
  read(): Record<string, Float32Array> {
    const all = Object.entries(this.#weights).map(([name, tensor]) => [name, read(tensor)]);
    for (const [layer, { raw: { mean, variance } }] of Object.entries(this.#moving)) {
      all.push([`${layer}/moving_mean`, read(mean)], [`${layer}/moving_variance`, read(variance)]);
    }
    return Object.fromEntries(all);
  }

  /** Corrected moving averages as numbers. */
  moments(): Record<string, LayerMoments> {
    const found: Record<string, LayerMoments> = {};
    tf.tidy(() => {
      const { moments = {} } = this.evaluationParams();
      for (const [layer, { mean, variance }] of Object.entries(moments)) {
        found[layer] = { mean: read(mean), variance: read(variance) };
      }
    });
    return found;
  }

  #forget(): void {
    if (this.#best) disposeAll(this.#best.weights, this.#best.moving);
    this.#best = undefined;
  }

  dispose(): void {
    this.#forget();
    disposeAll(this.#weights, this.#moving);
    this.#weights = {};
    this.#moving = {};
  }
}

function read(tensor: tf.Tensor): Float32Array {
  return tensor.dataSync().slice() as Float32Array;
}

function cloneAll<Item extends { clone(): Item }>(
  items: Record<string, Item>,
): Record<string, Item> {
  return Object.fromEntries(Object.entries(items).map(([name, item]) => [name, item.clone()]));
}

function disposeAll(...records: readonly Record<string, { dispose(): void }>[]): void {
  for (const item of records.flatMap((record) => Object.values(record))) item.dispose();
}
