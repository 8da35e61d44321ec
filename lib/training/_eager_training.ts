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
import { gradientsOf } from "./_gradients.ts";
import { EagerNetwork } from "./_eager_network.ts";
import { EagerOptimizer } from "./_eager_optimizer.ts";
import { lossTerms, warmedUp, warmUpWeight } from "./_loss_terms.ts";
import { drawNoise } from "./_parameters.ts";
import { decodingErrorsOf, posteriorOf, reconstructionOf } from "./_posterior.ts";

type Tensors = Record<string, tf.Tensor>;

/** A layer, its moments over a batch and the batch's rows. */
type Observed = readonly [string, Moments, number];

/** One network while tfjs trains it step by step. */
export class EagerTraining implements Training {
  readonly #job: Job;
  readonly #splits: Record<SplitName, tf.Tensor2D>;
  readonly #network: EagerNetwork;
  readonly #optimizer: EagerOptimizer;
  #steps = 0;

  constructor(job: Job, dataset: Dataset, splits: Record<SplitName, tf.Tensor2D>) {
    this.#job = job;
    // References of its own, since another dataset may come to the engine while this training lives.
    this.#splits = {
      train: splits.train.clone(),
      validation: splits.validation.clone(),
      test: splits.test.clone(),
    };
    this.#network = new EagerNetwork(job, dataset);
    this.#optimizer = new EagerOptimizer(job, this.#network);
    this.#checkNetwork();
  }

  /** Fails on a network whose results have wrong shapes, before the first step. */
  #checkNetwork(): void {
    try {
      const row = () => this.#splits.train.slice([0, 0], [1, -1]);
      tf.tidy(() => void reconstructionOf(this.#job, this.#network.evaluationParams(), row()));
    } catch (error) {
      this.dispose();
      throw error;
    }
  }

  trainEpoch(
    order: Int32Array,
    { continueAfterDivergence = false, epoch = 1 } = {},
  ): readonly Terms[] {
    const taken: Terms[] = [];
    for (const [start, end] of batches(this.#job, order.length)) {
      const terms = this.#step(order.subarray(start, end), epoch);
      taken.push(terms);
      if (!continueAfterDivergence && !Object.values(terms).every(Number.isFinite)) break;
    }
    return taken;
  }

  #step(rows: Int32Array, epoch: number): Terms {
    const parts: Tensors = {}, observed: Observed[] = [];
    try {
      this.#optimizer.replace(tf.tidy(() => {
        const gradients = this.#gradients(rows, epoch, parts, observed);
        return this.#optimizer.updated(gradients, this.#steps + 1);
      }));
      this.#steps++;
      for (const [layer, moments, count] of observed) this.#network.observe(layer, moments, count);
      return readTerms(parts);
    } finally {
      const moments = observed.flatMap(([, { mean, variance }]) => [mean, variance]);
      tf.dispose([...Object.values(parts), ...moments]);
    }
  }

  /** Gradients in the order of the weights; loss terms and moments are kept for the caller. */
  #gradients(rows: Int32Array, epoch: number, parts: Tensors, observed: Observed[]) {
    const { klWarmup } = this.#job;
    const x = tf.gather(this.#splits.train, tf.tensor1d(rows, "int32"));
    const drawn = drawNoise(this.#job, rows.length, PURPOSE.trainingNoise, this.#steps);
    const noise = asTensors(drawn, this.#job.noise?.(this.#steps));
    const params: Params = {
      weights: this.#network.weights,
      observe: (layer, moments, count) => observed.push([layer, keepAll(moments), count]),
    };
    const loss = () => {
      const whole = lossTerms(this.#job, params, x, noise);
      const terms = klWarmup > 0
        ? warmedUp(this.#job, whole, tf.scalar(warmUpWeight(this.#job, epoch)))
        : whole;
      for (const [name, part] of Object.entries(terms)) parts[name] = tf.keep(part.clone());
      return terms.loss;
    };
    return gradientsOf(this.#job, loss, Object.values(this.#network.weights));
  }

  /** Calls `use` on each piece of a split inside a tidy. */
  #eachChunk(split: SplitName, use: (params: Params, x: tf.Tensor, chunk: number) => void): number {
    const data = this.#splits[split];
    evaluationChunks(data.shape[0]).forEach(([start, end], chunk) =>
      tf.tidy(() =>
        use(this.#network.evaluationParams(), data.slice([start, 0], [end - start, -1]), chunk)
      )
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

  decodingErrors(split: SplitName, rows: Int32Array, latent: Float32Array): Float32Array {
    const errors = new Float32Array(rows.length), { latentSize } = this.#job;
    for (const [start, end] of evaluationChunks(rows.length)) {
      tf.tidy(() => {
        const x = tf.gather(this.#splits[split], tf.tensor1d(rows.subarray(start, end), "int32"));
        const values = latent.subarray(start * latentSize, end * latentSize);
        const z = tf.tensor2d(values, [end - start, latentSize]);
        const found = decodingErrorsOf(this.#job, this.#network.evaluationParams(), x, z);
        errors.set(found.dataSync(), start);
      });
    }
    return errors;
  }

  snapshot(): void {
    this.#network.snapshot();
  }

  restore(): void {
    this.#network.restore();
  }

  weights(): Record<string, Float32Array> {
    return this.#network.read();
  }

  moments(): Record<string, LayerMoments> {
    return this.#network.moments();
  }

  dispose(): void {
    this.#network.dispose();
    this.#optimizer.dispose();
    tf.dispose(Object.values(this.#splits));
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
