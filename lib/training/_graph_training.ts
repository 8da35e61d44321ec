import * as tf from "@tensorflow/tfjs";
import type { Dataset } from "../data/dataset.ts";
import { rowsBefore } from "./_kept_rows.ts";
import { batches } from "./_batches.ts";
import { DECODED_ROWS, DECODING } from "./_decoding_graph.ts";
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
import { type EachChunk, GraphEvaluation } from "./_graph_evaluation.ts";
import { type Feeds, givenFeeds, integer, namedTerms, scalars } from "./_graph_feeds.ts";
import { warmUpWeight } from "./_loss_terms.ts";
import { correctedMoments, startWeight } from "./_start_weight.ts";
import type { GraphSession } from "./session.ts";
import { CLIP_NORM, WARM_UP_WEIGHT } from "./_record_loss.ts";
import { stepScalars } from "./_step_scalars.ts";
import type { TrainingGraph } from "./_training_graph.ts";

/** A graph and the session that runs it. */
export interface CompiledGraph {
  readonly graph: TrainingGraph;
  readonly session: GraphSession;
}

type Data = Record<SplitName, tf.Tensor>;

/** One network while a compiled graph trains it. */
export class GraphTraining implements Training {
  readonly #job: Job;
  readonly #dataset: Dataset;
  /** Null where the graph keeps the data. */
  readonly #data: Data | null;
  readonly #compiled: CompiledGraph;
  readonly #seed: tf.Tensor;
  readonly #release: () => void;
  readonly #found: GraphEvaluation;
  #disposed = false;
  #steps = 0;
  #bestSteps: number | undefined;

  constructor(
    job: Job,
    dataset: Dataset,
    data: Data | null,
    compiled: CompiledGraph,
    release: () => void,
  ) {
    this.#job = job;
    this.#dataset = dataset;
    // References of its own, since another dataset may come to the engine while this training lives.
    this.#data = data && {
      train: data.train.clone(),
      validation: data.validation.clone(),
      test: data.test.clone(),
    };
    this.#compiled = compiled;
    this.#release = release;
    this.#seed = integer(job.seed);
    const { graph } = compiled, eachChunk = this.#eachChunk.bind(this);
    this.#found = new GraphEvaluation(job, dataset, graph.terms, eachChunk);
    this.#run([`initialize/${job.optimizer}`], () => ({
      seed: this.#seed,
      ...givenFeeds(graph, "initial", job.initialWeights),
    }));
  }

  /** Runs fetches with feeds made for this call alone. */
  #run(fetches: readonly string[], feeds: () => Feeds): Float32Array[] {
    if (this.#disposed) throw new Error("Cannot use a training after its disposal");
    return this.#compiled.session.runOnce(fetches, feeds);
  }

  trainEpoch(
    order: Int32Array,
    { continueAfterDivergence = false, epoch = 1 } = {},
  ): readonly Terms[] {
    const { terms } = this.#compiled.graph, taken: Terms[] = [];
    this.#found.forget();
    const rows = tf.tensor1d(order, "int32");
    for (const [start] of batches(this.#job, order.length)) {
      const step = this.#step(rows, start, epoch);
      taken.push(namedTerms(terms, step));
      if (!continueAfterDivergence && !step.every(Number.isFinite)) break;
    }
    rows.dispose();
    return taken;
  }

  /** One step on the rows that `order` names from `start` on. */
  #step(order: tf.Tensor, start: number, epoch: number): Float32Array {
    const { optimizer, noise, klWarmup, clipNorm } = this.#job, steps = this.#steps;
    const values = stepScalars(this.#job, steps + 1), given = noise?.(steps);
    const [terms] = this.#run([`step/${optimizer}`], () => ({
      ...this.#data && { train: this.#data.train },
      order,
      start: integer(start),
      seed: this.#seed,
      counter: integer(steps),
      ...scalars(values.map((value, i) => [`${optimizer}/scalar_${i}`, value])),
      ...klWarmup > 0 && scalars([[WARM_UP_WEIGHT, warmUpWeight(this.#job, epoch)]]),
      ...clipNorm !== null && scalars([[CLIP_NORM, clipNorm]]),
      ...givenFeeds(this.#compiled.graph, "noise", given),
    }));
    this.#steps++;
    return terms!;
  }

  /** Where a split begins in the data: a graph that keeps them has all splits in one matrix. */
  #firstRow(split: SplitName): number {
    return this.#data ? 0 : rowsBefore(this.#dataset, split);
  }

  /** The weight that the initial value still has in a layer's moving averages. */
  #startWeight(layer: string): number {
    return startWeight(this.#compiled.graph.layers[layer]! * this.#steps);
  }

  /** What nodes in evaluation mode are fed that end in a suffix. */
  #startWeights(suffix: string): Feeds {
    return scalars(
      Object.keys(this.#compiled.graph.layers).map((layer) =>
        [`bias_correction/${layer}/${suffix}`, this.#startWeight(layer)] as const
      ),
    );
  }

  /** Fetches for each piece of a split, in evaluation mode. */
  #eachChunk(...[split, fetches, use]: Parameters<EachChunk>): void {
    evaluationChunks(this.#dataset[split].rows).forEach(([start, end], chunk) => {
      const suffix = String(end - start);
      const values = this.#run(fetches.map((fetch) => `${fetch}/${suffix}`), () => ({
        ...this.#data && { data: this.#data[split] },
        start: integer(this.#firstRow(split) + start),
        seed: this.#seed,
        counter: integer(evaluationCounter(split, chunk)),
        ...this.#startWeights(suffix),
      }));
      use(values, end - start, start);
    });
  }

  evaluate(split: SplitName): Terms {
    return this.#found.of(split).terms;
  }

  encode(split: SplitName): Encoding {
    const { mean, logVariance } = this.#found.of(split);
    return { mean: mean.slice(), logVariance: logVariance.slice() };
  }

  reconstructionError(split: SplitName): number {
    return this.#found.of(split).error;
  }

  sampleErrors(split: SplitName): Float32Array {
    return this.#found.of(split).sampleErrors.slice();
  }

  decodingErrors(split: SplitName, rows: Int32Array, latent: Float32Array): Float32Array {
    const errors = new Float32Array(rows.length), { latentSize } = this.#job;
    for (let start = 0; start < rows.length; start += DECODED_ROWS) {
      const end = Math.min(start + DECODED_ROWS, rows.length);
      // The last piece is filled up, since a graph's shapes are fixed; what fills it up is not looked at.
      const own = new Int32Array(DECODED_ROWS), values = new Float32Array(own.length * latentSize);
      const first = this.#firstRow(split);
      own.set(rows.subarray(start, end).map((row) => first + row));
      values.set(latent.subarray(start * latentSize, end * latentSize));
      const [found] = this.#run([`errors/${DECODING}`], () => ({
        ...this.#data && { data: this.#data[split] },
        [`rows/${DECODING}`]: tf.tensor1d(own, "int32"),
        [`latent/${DECODING}`]: tf.tensor2d(values, [own.length, latentSize]),
        ...this.#startWeights(DECODING),
      }));
      errors.set(found!.subarray(0, end - start), start);
    }
    return errors;
  }

  snapshot(): void {
    this.#run(["snapshot"], () => ({}));
    this.#bestSteps = this.#steps;
  }

  restore(): void {
    if (this.#bestSteps === undefined) {
      throw new Error("Cannot restore a network: no snapshot was taken");
    }
    this.#run(["restore"], () => ({}));
    this.#found.forget();
    this.#steps = this.#bestSteps;
  }

  weights(): Record<string, Float32Array> {
    const { state } = this.#compiled.graph;
    const values = this.#run(state.map((name) => `read/${name}`), () => ({}));
    return Object.fromEntries(state.map((name, i) => [name, values[i]!]));
  }

  moments(): Record<string, LayerMoments> {
    const layers = Object.keys(this.#compiled.graph.layers);
    return Object.fromEntries(layers.map((layer) => {
      const fetches = ["mean", "variance"].map((moment) => `read/${layer}/moving_${moment}`);
      const [mean, variance] = this.#run(fetches, () => ({})) as [Float32Array, Float32Array];
      return [layer, correctedMoments({ mean, variance }, this.#startWeight(layer))];
    }));
  }

  dispose(): void {
    if (this.#disposed) return; // its graph may already serve another training
    this.#disposed = true;
    this.#found.forget();
    tf.dispose([this.#seed, ...Object.values(this.#data ?? {})]);
    this.#release();
  }
}
