import * as tf from "@tensorflow/tfjs";
import type { Dataset } from "../data/dataset.ts";
import { batches } from "./_batches.ts";
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
import { MOVING_DECAY } from "./_parameters.ts";
import type { GraphSession } from "./session.ts";
import { stepScalars } from "./_step_scalars.ts";
import type { TrainingGraph } from "./_training_graph.ts";

/** A graph and the session that runs it. */
export interface CompiledGraph {
  readonly graph: TrainingGraph;
  readonly session: GraphSession;
}

type Data = Record<SplitName, tf.Tensor>;

/** What one pass over a split gives: a loss is taken of its encoding. */
interface Evaluation extends Encoding {
  readonly terms: Terms;
}

/** Mean squared errors of a split: of all, and of each sample. */
interface Reconstruction {
  readonly error: number;
  readonly errors: Float32Array;
}

/** One network while a compiled graph trains it. */
export class GraphTraining implements Training {
  readonly #job: Job;
  readonly #dataset: Dataset;
  readonly #data: Data;
  readonly #compiled: CompiledGraph;
  readonly #seed: tf.Tensor;
  readonly #release: () => void;
  #disposed = false;
  #steps = 0;
  #bestSteps: number | undefined;
  #evaluations: Partial<Record<SplitName, Evaluation>> = {};
  #reconstructions: Partial<Record<SplitName, Reconstruction>> = {};

  constructor(
    job: Job,
    dataset: Dataset,
    data: Data,
    compiled: CompiledGraph,
    release: () => void,
  ) {
    this.#job = job;
    this.#dataset = dataset;
    // References of its own, since another dataset may come to the engine while this training lives.
    this.#data = {
      train: data.train.clone(),
      validation: data.validation.clone(),
      test: data.test.clone(),
    };
    this.#compiled = compiled;
    this.#release = release;
    this.#seed = integer(job.seed);
    const given = Object.entries(job.initialWeights ?? {}).map(([name, values]) =>
      [
        `initial/${name}`,
        values,
      ] as const
    );
    this.#run(
      [`initialize/${job.optimizer}`],
      () => ({ seed: this.#seed, ...asTensors(given, this.#compiled.graph) }),
    );
  }

  /** Runs fetches with feeds made for this call alone. */
  #run(fetches: readonly string[], feeds: () => Record<string, tf.Tensor>): Float32Array[] {
    if (this.#disposed) throw new Error("Cannot use a training after its disposal");
    return tf.tidy(() => this.#compiled.session.run(fetches, feeds()));
  }

  trainEpoch(order: Int32Array, { continueAfterDivergence = false } = {}): readonly Terms[] {
    const { optimizer, noise } = this.#job, taken: Terms[] = [];
    this.#forget();
    const { terms } = this.#compiled.graph;
    const rows = tf.tensor1d(order, "int32");
    for (const [start] of batches(this.#job, order.length)) {
      const values = stepScalars(this.#job, this.#steps + 1);
      const given = Object.entries(noise?.(this.#steps) ?? {}).map(([name, values]) =>
        [
          `noise/${name}`,
          values,
        ] as const
      );
      const [step] = this.#run([`step/${optimizer}`], () => ({
        train: this.#data.train,
        order: rows,
        start: integer(start),
        seed: this.#seed,
        counter: integer(this.#steps),
        ...Object.fromEntries(
          values.map((value, i) => [`${optimizer}/scalar_${i}`, tf.scalar(value)]),
        ),
        ...asTensors(given, this.#compiled.graph),
      }));
      this.#steps++;
      taken.push(named(terms, step!));
      if (!continueAfterDivergence && !step!.every(Number.isFinite)) break;
    }
    rows.dispose();
    return taken;
  }

  /** The weight that the initial value still has in a layer's moving averages. */
  #startWeight(layer: string): number {
    const seen = this.#compiled.graph.layers[layer]! * this.#steps;
    return seen ? MOVING_DECAY ** seen : 0;
  }

  /** Fetches for each piece of a split, in evaluation mode. */
  #eachChunk(
    split: SplitName,
    fetches: readonly string[],
    use: (values: Float32Array[], rows: number, start: number) => void,
  ): void {
    evaluationChunks(this.#dataset[split].rows).forEach(([start, end], chunk) => {
      const suffix = String(end - start);
      const startWeights = Object.keys(this.#compiled.graph.layers).map((layer) =>
        [`bias_correction/${layer}/${suffix}`, this.#startWeight(layer)] as const
      );
      const values = this.#run(fetches.map((fetch) => `${fetch}/${suffix}`), () => ({
        data: this.#data[split],
        start: integer(start),
        seed: this.#seed,
        counter: integer(evaluationCounter(split, chunk)),
        ...Object.fromEntries(startWeights.map(([name, value]) => [name, tf.scalar(value)])),
      }));
      use(values, end - start, start);
    });
  }

  evaluate(split: SplitName): Terms {
    return this.#evaluation(split).terms;
  }

  encode(split: SplitName): Encoding {
    const { mean, logVariance } = this.#evaluation(split);
    return { mean: mean.slice(), logVariance: logVariance.slice() };
  }

  /** The loss of a split and the encoding that it is taken of, remembered while the weights stay. */
  #evaluation(split: SplitName): Evaluation {
    const known = this.#evaluations[split];
    if (known) return known;
    const { latentSize } = this.#job, { rows: all } = this.#dataset[split];
    const { terms } = this.#compiled.graph, sums = new Float64Array(terms.length);
    const mean = new Float32Array(all * latentSize), logVariance = new Float32Array(mean.length);
    this.#eachChunk(split, ["evaluate", "mean", "log_variance"], (values, rows, start) => {
      values[0]!.forEach((value, i) => sums[i]! += value * rows);
      mean.set(values[1]!, start * latentSize);
      logVariance.set(values[2]!, start * latentSize);
    });
    const found = { terms: named(terms, sums.map((sum) => sum / all)), mean, logVariance };
    return this.#evaluations[split] = found;
  }

  reconstructionError(split: SplitName): number {
    return this.#reconstruction(split).error;
  }

  sampleErrors(split: SplitName): Float32Array {
    return this.#reconstruction(split).errors.slice();
  }

  /** The errors of a split, remembered while the weights stay. */
  #reconstruction(split: SplitName): Reconstruction {
    const known = this.#reconstructions[split];
    if (known) return known;
    const { rows: all } = this.#dataset[split], errors = new Float32Array(all);
    let sum = 0;
    this.#eachChunk(split, ["error", "sample_errors"], (values, _rows, start) => {
      sum += values[0]![0]!;
      errors.set(values[1]!, start);
    });
    const error = sum / (all * this.#dataset.genes.length);
    return this.#reconstructions[split] = { error, errors };
  }

  /** Nothing that was found holds for other weights. */
  #forget(): void {
    this.#evaluations = {};
    this.#reconstructions = {};
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
    this.#forget();
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
      // In float32 throughout, as the graph has it.
      const startWeight = Math.fround(this.#startWeight(layer)),
        correction = Math.fround(1 - startWeight);
      return [layer, {
        mean: mean.map((value) => value / correction),
        variance: variance.map((value) => Math.fround(value - startWeight) / correction),
      }];
    }));
  }

  dispose(): void {
    if (this.#disposed) return; // its graph may already serve another training
    this.#disposed = true;
    this.#forget();
    tf.dispose([this.#seed, ...Object.values(this.#data)]);
    this.#release();
  }
}

function integer(value: number): tf.Tensor {
  return tf.scalar(value, "int32");
}

function named(names: readonly string[], values: Float32Array | Float64Array): Terms {
  return Object.fromEntries(names.map((name, i) => [name, values[i]!]));
}

/** Given values as tensors of the shapes that their placeholders have. */
function asTensors(
  given: readonly (readonly [string, Float32Array])[],
  { nodes }: TrainingGraph,
): Record<string, tf.Tensor> {
  return Object.fromEntries(given.map(([name, values]) => {
    const node = nodes.find((candidate) => candidate.name === name);
    if (!node) throw new Error(`Cannot feed ${name}: the graph has no such input`);
    const shape = node.attributes.find((attribute) => attribute.name === "shape")!.value;
    return [name, tf.tensor(values, [...shape as number[]])];
  }));
}
