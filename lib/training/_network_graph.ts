import type * as tf from "@tensorflow/tfjs";
import type { Dataset } from "../data/dataset.ts";
import type { LossTerms } from "../models/model.ts";
import type { ParameterSpec } from "../models/network.ts";
import { PURPOSE, stream } from "../random.ts";
import type { NativeAccess } from "../tensorflow/native_backend.ts";
import type { Job } from "./engine.ts";
import { GraphBuilder } from "./graph.ts";
import { formOf, type Optimizer, OPTIMIZER_NAMES, OPTIMIZERS } from "../optimizers/mod.ts";
import { jobSpecs, noiseShapes, normalizedLayers, uniformBounds } from "./_parameters.ts";
import { Recorder } from "./_recorder.ts";

/** Handles of a normalized layer's moving averages, and their shape. */
interface MovingAverages {
  readonly mean: string;
  readonly variance: string;
  readonly shape: readonly number[];
}

/** The state of a job's network as variables of a graph, and the nodes that set, save and read it. */
export class NetworkGraph {
  readonly job: Job;
  readonly dataset: Dataset;
  readonly #native: NativeAccess;
  readonly builder: GraphBuilder;
  readonly specs: readonly (readonly [string, ParameterSpec])[];
  /** Handles by parameter name. */
  readonly weights: Readonly<Record<string, string>>;
  /** Every optimizer in the form that the job uses. */
  readonly optimizers: Readonly<Record<string, Optimizer>>;
  /** Handles of every optimizer's slots by parameter name; those never initialized take no memory. */
  readonly slots: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  /** Handles of moving averages by layer. */
  readonly moving: Readonly<Record<string, MovingAverages>>;
  /** Placeholders: the run's seed, the counter of noise, the first row of a batch, and data to train on or to evaluate. */
  readonly inputs: Readonly<Record<"seed" | "counter" | "start" | "train" | "data", string>>;

  constructor(job: Job, dataset: Dataset, native: NativeAccess) {
    this.job = job;
    this.dataset = dataset;
    this.#native = native;
    const specs = jobSpecs(job, dataset);
    this.specs = Object.entries(specs);
    const graph = this.builder = new GraphBuilder(native), genes = dataset.genes.length;
    this.inputs = {
      seed: graph.placeholder("seed", graph.int, []),
      counter: graph.placeholder("counter", graph.int, []),
      start: graph.placeholder("start", graph.int, []),
      train: graph.placeholder("train", graph.float, [dataset.train.rows, genes]),
      // Any split, so that those which are cut into pieces of one size are evaluated by the same nodes.
      data: graph.placeholder("data", graph.float, [-1, genes]),
    };
    this.weights = this.#each((name, { shape }) => graph.variable(name, shape));
    this.optimizers = Object.fromEntries(
      Object.entries(OPTIMIZERS).map(([name, one]) => [name, formOf(one, job)]),
    );
    this.slots = Object.fromEntries(
      Object.entries(this.optimizers).map(([optimizer, { slots, fusedSlots = [] }]) => [
        optimizer,
        this.#each((name, { shape }) =>
          [...slots, ...fusedSlots].map((slot) =>
            graph.variable(`${optimizer}/${name}/${slot}`, shape)
          )
        ),
      ]),
    );
    this.moving = Object.fromEntries(
      Object.entries(normalizedLayers(specs)).map(([layer, shape]) => {
        const mean = graph.variable(`${layer}/moving_mean`, shape);
        return [layer, {
          mean,
          variance: graph.variable(`${layer}/moving_variance`, shape),
          shape,
        }];
      }),
    );
    this.#initialize();
    this.#save();
  }

  #each<Value>(make: (name: string, spec: ParameterSpec) => Value): Record<string, Value> {
    return Object.fromEntries(this.specs.map(([name, spec]) => [name, make(name, spec)]));
  }

  /** Handles of weights and moving averages by name, and their shapes: what a snapshot holds. */
  get #state(): readonly { name: string; handle: string; shape: readonly number[] }[] {
    const weights = this.specs.map(([name, { shape }]) => ({
      name,
      handle: this.weights[name]!,
      shape,
    }));
    const moving = Object.entries(this.moving).flatMap(([layer, { mean, variance, shape }]) => [
      { name: `${layer}/moving_mean`, handle: mean, shape },
      { name: `${layer}/moving_variance`, handle: variance, shape },
    ]);
    return [...weights, ...moving];
  }

  /** Fetches `initialize/<optimizer>`. */
  #initialize(): void {
    const graph = this.builder;
    const assigned = this.specs.map(([name, spec], i) =>
      graph.assign(this.weights[name]!, this.#initialValue(name, spec, i))
    );
    for (const { mean, variance, shape } of Object.values(this.moving)) {
      assigned.push(graph.assign(mean, this.#fill(shape, 0)));
      assigned.push(graph.assign(variance, this.#fill(shape, 1)));
    }
    for (const optimizer of OPTIMIZER_NAMES) {
      const slots = this.specs.flatMap(([name, { shape }]) =>
        this.slots[optimizer]![name]!.map((slot) => graph.assign(slot, this.#fill(shape, 0)))
      );
      graph.group(`initialize/${optimizer}`, [...assigned, ...slots]);
    }
  }

  #initialValue(name: string, { shape, initial }: ParameterSpec, index: number): string {
    const graph = this.builder;
    if (this.job.initialWeights?.[name]) {
      return graph.placeholder(`initial/${name}`, graph.float, shape);
    }
    if ("constant" in initial) return this.#fill(shape, initial.constant);
    const { low, width } = uniformBounds(initial.fanIn);
    const counter = graph.integers([stream(PURPOSE.initialWeights, index)], []);
    const seed = graph.pack([this.inputs.seed, counter]);
    const unit = this.#random("StatelessRandomUniform", shape, seed);
    const scaled = graph.float32("Mul", [unit, graph.floats([width])]);
    return graph.float32("AddV2", [scaled, graph.floats([low])]);
  }

  #fill(shape: readonly number[], value: number): string {
    const graph = this.builder;
    const attributes = [graph.type("T", graph.float), graph.type("index_type", graph.int)];
    return graph.add("Fill", [graph.integers(shape), graph.floats([value])], attributes);
  }

  #random(operation: string, shape: readonly number[], seed: string): string {
    const graph = this.builder;
    return graph.add(operation, [graph.integers(shape), seed], [
      graph.type("dtype", graph.float),
      graph.type("T", graph.int),
      graph.type("Tseed", graph.int),
    ]);
  }

  /** Fetches `snapshot`, `restore` and `read/<name>`. */
  #save(): void {
    const graph = this.builder, saved: string[] = [], restored: string[] = [];
    for (const { name, handle, shape } of this.#state) {
      const best = graph.variable(`best/${name}`, shape);
      const value = graph.read(handle);
      saved.push(graph.assign(best, value));
      restored.push(graph.assign(handle, graph.read(best)));
      graph.float32("Identity", [value], `read/${name}`);
    }
    graph.group("snapshot", saved);
    graph.group("restore", restored);
  }

  /** Records what the model does as nodes of this graph. */
  recorder(): Recorder {
    return new Recorder(this.#native, this.builder, `the loss of ${this.job.model.name}`);
  }

  /** The weights as tensors that stand for nodes. */
  weightSymbols(recorder: Recorder): Record<string, tf.Tensor> {
    return this.#each((name, { shape }) =>
      recorder.symbol(this.builder.read(this.weights[name]!), shape)
    );
  }

  /** The model's noise for a batch; `purpose` is that of the first tensor, the others follow. */
  noiseSymbols(recorder: Recorder, rows: number, purpose: number): Record<string, tf.Tensor> {
    const graph = this.builder, { seed, counter } = this.inputs;
    return Object.fromEntries(
      noiseShapes(this.job, rows).map(({ name, shape }, i) => {
        if (this.job.noise && purpose === PURPOSE.trainingNoise) {
          const given = graph.placeholder(`noise/${name}`, graph.float, shape);
          return [name, recorder.symbol(given, shape)];
        }
        const first = graph.integers([stream(purpose + i, 0)], []);
        const at = graph.add("AddV2", [counter, first], [graph.type("T", graph.int)]);
        const value = this.#random("StatelessRandomNormal", shape, graph.pack([seed, at]));
        return [name, recorder.symbol(value, shape)];
      }),
    );
  }

  /** A float32 scalar that is fed at each step, as a tensor that stands for its node. */
  fedScalar(recorder: Recorder, name: string): tf.Tensor {
    return recorder.symbol(this.builder.placeholder(name, this.builder.float, []), []);
  }

  /** The loss terms as one vector, in the order of their names. */
  packTerms(recorder: Recorder, terms: LossTerms): string {
    const names = Object.values(terms).map((term) => recorder.nameOf(term.toFloat()));
    return this.builder.pack(names, this.builder.float);
  }
}
