import * as tf from "@tensorflow/tfjs";
import type { Dataset } from "../data/dataset.ts";
import type { Moments, Params } from "../models/network.ts";
import { PURPOSE } from "../random.ts";
import {
  type Encoding,
  evaluationChunks,
  evaluationCounter,
  type Job,
  type LayerMoments,
  type SplitName,
  type Terms,
  type Training,
} from "./engine.ts";
import { batches } from "./_batches.ts";
import { stepScalars } from "./_step_scalars.ts";
import { gradientsOf, lossTerms } from "./_gradients.ts";
import { OPTIMIZERS } from "../optimizers/mod.ts";
import { MovingAverages } from "./_moving_averages.ts";
import { drawNoise, initialValues, jobSpecs, normalizedLayers } from "./_parameters.ts";
import { posteriorOf, reconstructionOf, unknownLayer } from "./_posterior.ts";

type Tensors = Record<string, tf.Tensor>;

/** A layer, its moments over a batch and the batch's rows. */
type Observed = readonly [string, Moments, number];

/** One network while tfjs trains it step by step. */
export class EagerTraining implements Training {
  readonly #job: Job;
  readonly #splits: Record<SplitName, tf.Tensor2D>;
  #weights: Tensors = {};
  #slots: Record<string, readonly tf.Tensor[]> = {};
  #moving: Record<string, MovingAverages> = {};
  #best: { weights: Tensors; moving: Record<string, MovingAverages> } | undefined;
  #steps = 0;

  constructor(job: Job, dataset: Dataset, splits: Record<SplitName, tf.Tensor2D>) {
    this.#job = job;
    // References of its own, since another dataset may come to the engine while this training lives.
    this.#splits = {
      train: splits.train.clone(),
      validation: splits.validation.clone(),
      test: splits.test.clone(),
    };
    const optimizer = OPTIMIZERS[job.optimizer], specs = jobSpecs(job, dataset);
    Object.entries(specs).forEach(([name, spec], i) => {
      const values = job.initialWeights?.[name] ?? initialValues(spec, job.seed, i);
      this.#weights[name] = tf.tensor(values, [...spec.shape]);
      this.#slots[name] = optimizer.slots.map(() => tf.zeros([...spec.shape]));
    });
    for (const [layer, shape] of Object.entries(normalizedLayers(specs))) {
      this.#moving[layer] = MovingAverages.start(shape);
    }
    this.#checkNetwork();
  }

  /** Fails on a network whose results have wrong shapes, before the first step. */
  #checkNetwork(): void {
    try {
      const row = () => this.#splits.train.slice([0, 0], [1, -1]);
      tf.tidy(() => void reconstructionOf(this.#job, this.#evaluationParams(), row()));
    } catch (error) {
      this.dispose();
      throw error;
    }
  }

  trainEpoch(order: Int32Array, { continueAfterDivergence = false } = {}): readonly Terms[] {
    const taken: Terms[] = [];
    for (const [start, end] of batches(this.#job, order.length)) {
      const terms = this.#step(order.subarray(start, end));
      taken.push(terms);
      if (!continueAfterDivergence && !Object.values(terms).every(Number.isFinite)) break;
    }
    return taken;
  }

  #step(rows: Int32Array): Terms {
    const parts: Tensors = {}, observed: Observed[] = [];
    try {
      this.#replace(tf.tidy(() => this.#updated(this.#gradients(rows, parts, observed))));
      this.#steps++;
      for (const [layer, moments, count] of observed) this.#observe(layer, moments, count);
      return readTerms(parts);
    } finally {
      const moments = observed.flatMap(([, { mean, variance }]) => [mean, variance]);
      tf.dispose([...Object.values(parts), ...moments]);
    }
  }

  /** Gradients in the order of the weights; loss terms and moments are kept for the caller. */
  #gradients(rows: Int32Array, parts: Tensors, observed: Observed[]) {
    const x = tf.gather(this.#splits.train, tf.tensor1d(rows, "int32"));
    const noise = this.#trainingNoise(rows.length);
    const params: Params = {
      weights: this.#weights,
      observe: (layer, moments, count) => observed.push([layer, keepAll(moments), count]),
    };
    const loss = () => {
      const terms = lossTerms(this.#job, params, x, noise);
      for (const [name, part] of Object.entries(terms)) parts[name] = tf.keep(part.clone());
      return terms.loss;
    };
    return gradientsOf(this.#job, loss, Object.values(this.#weights));
  }

  /** New weights and slots by flat names, so that a tidy returns them. */
  #updated(gradients: readonly (tf.Tensor | null)[]): Tensors {
    const { update } = OPTIMIZERS[this.#job.optimizer];
    const values = stepScalars(this.#job, this.#steps + 1), kept: Tensors = {};
    Object.entries(this.#weights).forEach(([name, weight], i) => {
      const gradient = gradients[i], old = this.#slots[name]!;
      const { change, slots } = gradient
        ? update(gradient, old, values)
        : { change: null, slots: old.map((slot) => slot.clone()) };
      kept[name] = change ? weight.add(change) : weight.clone();
      slots.forEach((slot, k) => kept[`${name} ${k}`] = slot);
    });
    return kept;
  }

  #replace(kept: Tensors): void {
    for (const name of Object.keys(this.#weights)) {
      this.#weights[name]!.dispose();
      this.#weights[name] = kept[name]!;
      this.#slots[name] = this.#slots[name]!.map((slot, k) => {
        slot.dispose();
        return kept[`${name} ${k}`]!;
      });
    }
  }

  #observe(layer: string, moments: Moments, rows: number): void {
    const moving = this.#moving[layer];
    if (!moving) throw unknownLayer(this.#job, layer);
    moving.observe(moments, rows);
  }

  #trainingNoise(batch: number): Tensors {
    const given = this.#job.noise?.(this.#steps);
    return asTensors(drawNoise(this.#job, batch, PURPOSE.trainingNoise, this.#steps), given);
  }

  /** The network in evaluation mode: moving averages, corrected for their start as Adam's moments are. */
  #evaluationParams(): Params {
    const moments = Object.entries(this.#moving).map(([layer, moving]) =>
      [layer, moving.corrected()] as const
    );
    return { weights: this.#weights, moments: Object.fromEntries(moments) };
  }

  /** Calls `use` on each piece of a split inside a tidy. */
  #eachChunk(split: SplitName, use: (params: Params, x: tf.Tensor, chunk: number) => void): number {
    const data = this.#splits[split];
    evaluationChunks(data.shape[0]).forEach(([start, end], chunk) =>
      tf.tidy(() => use(this.#evaluationParams(), data.slice([start, 0], [end - start, -1]), chunk))
    );
    return data.shape[0];
  }

  evaluate(split: SplitName): Terms {
    const sums: Record<string, number> = {};
    const rows = this.#eachChunk(split, (params, x, chunk) => {
      const counter = evaluationCounter(split, chunk);
      const noise = asTensors(drawNoise(this.#job, x.shape[0]!, PURPOSE.evaluationNoise, counter));
      for (const [name, term] of Object.entries(lossTerms(this.#job, params, x, noise))) {
        sums[name] = (sums[name] ?? 0) + term.dataSync()[0]! * x.shape[0]!;
      }
    });
    return Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, sum / rows]));
  }

  reconstructionError(split: SplitName): number {
    let sum = 0;
    const rows = this.#eachChunk(split, (params, x) => {
      const reconstruction = reconstructionOf(this.#job, params, x);
      sum += reconstruction.squaredDifference(x).sum().dataSync()[0]!;
    });
    return sum / (rows * this.#splits[split].shape[1]);
  }

  sampleErrors(split: SplitName): Float32Array {
    const errors = new Float32Array(this.#splits[split].shape[0]);
    let at = 0;
    this.#eachChunk(split, (params, x) => {
      const reconstruction = reconstructionOf(this.#job, params, x);
      errors.set(reconstruction.squaredDifference(x).mean(1).dataSync(), at);
      at += x.shape[0]!;
    });
    return errors;
  }

  encode(split: SplitName): Encoding {
    const size = this.#splits[split].shape[0] * this.#job.latentSize;
    const mean = new Float32Array(size), logVariance = new Float32Array(size);
    let at = 0;
    this.#eachChunk(split, (params, x) => {
      const encoding = posteriorOf(this.#job, params, x);
      mean.set(encoding.mean.dataSync(), at);
      logVariance.set(encoding.logVariance.dataSync(), at);
      at += encoding.mean.size;
    });
    return { mean, logVariance };
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

  weights(): Record<string, Float32Array> {
    const read = (tensor: tf.Tensor) => tensor.dataSync().slice() as Float32Array;
    const all = Object.entries(this.#weights).map(([name, tensor]) => [name, read(tensor)]);
    for (const [layer, { raw: { mean, variance } }] of Object.entries(this.#moving)) {
      all.push([`${layer}/moving_mean`, read(mean)], [`${layer}/moving_variance`, read(variance)]);
    }
    return Object.fromEntries(all);
  }

  moments(): Record<string, LayerMoments> {
    const read = (tensor: tf.Tensor) => tensor.dataSync().slice() as Float32Array;
    const found: Record<string, LayerMoments> = {};
    tf.tidy(() => {
      const { moments = {} } = this.#evaluationParams();
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
    tf.dispose([...Object.values(this.#slots).flat(), ...Object.values(this.#splits)]);
    this.#weights = {};
    this.#slots = {};
    this.#moving = {};
  }
}

function keepAll({ mean, variance }: Moments): Moments {
  return { mean: tf.keep(mean.clone()), variance: tf.keep(variance.clone()) };
}

function readTerms(parts: Tensors): Terms {
  return Object.fromEntries(
    Object.entries(parts).map(([name, part]) => [name, part.dataSync()[0]!]),
  );
}

function asTensors(
  noise: Record<string, { shape: readonly number[]; values: Float32Array }>,
  given?: Readonly<Record<string, Float32Array>>,
): Tensors {
  return Object.fromEntries(
    Object.entries(noise).map(([name, { shape, values }]) => [
      name,
      tf.tensor(given?.[name] ?? values, [...shape]),
    ]),
  );
}

function cloneAll<Item extends { clone(): Item }>(
  items: Record<string, Item>,
): Record<string, Item> {
  return Object.fromEntries(Object.entries(items).map(([name, item]) => [name, item.clone()]));
}

function disposeAll(...records: readonly Record<string, { dispose(): void }>[]): void {
  for (const item of records.flatMap((record) => Object.values(record))) item.dispose();
}
