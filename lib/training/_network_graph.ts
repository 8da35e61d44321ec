import type * as tf from "@tensorflow/tfjs";
import type { Dataset } from "../data/dataset.ts";
import type { LossTerms } from "../models/model.ts";
import type { ParameterSpec } from "../models/network.ts";
import { PURPOSE, stream } from "../random.ts";
import type { NativeAccess } from "../tensorflow/native_backend.ts";
import type { Job } from "./engine.ts";
import { GraphBuilder } from "./graph.ts";
import { formOf, type Optimizer, OPTIMIZER_NAMES, OPTIMIZERS } from "../optimizers/mod.ts";
import { addKeptRows } from "./_kept_rows.ts";
import { addInitialValue } from "./_initial_value.ts";
import { jobSpecs, noiseShapes, normalizedLayers } from "./_parameters.ts";
import type { MovingAverages, RecordedNetwork } from "./_recorded_network.ts";
import { Recorder } from "./_recorder.ts";

/** The state of a job's network as variables of a graph, and the nodes that set, save and read it. */
export class NetworkGraph implements RecordedNetwork {
  readonly prefix = "";
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
  /** The run's seed, the counter of noise, the first row of a batch, and data to train on or to evaluate. */
  readonly inputs: Readonly<Record<"seed" | "counter" | "start" | "train" | "data", string>>;

  /** @param keepsData Whether the data are a variable of the graph, of all splits, instead of a placeholder for each. */
  constructor(job: Job, dataset: Dataset, native: NativeAccess, keepsData: boolean) {
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
      ...keepsData ? this.#keepData() : {
        train: graph.placeholder("train", graph.float, [dataset.train.rows, genes]),
        // Any split, so that those which are cut into pieces of one size are evaluated by the same nodes.
        data: graph.placeholder("data", graph.float, [-1, genes]),
      },
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

  #keepData(): { readonly train: string; readonly data: string } {
    const data = this.builder.read(addKeptRows(this.builder, this.dataset));
    return { train: data, data };
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
      assigned.push(graph.assign(mean, graph.fill(shape, 0)));
      assigned.push(graph.assign(variance, graph.fill(shape, 1)));
    }
    for (const optimizer of OPTIMIZER_NAMES) {
      const slots = this.specs.flatMap(([name, { shape }]) =>
        this.slots[optimizer]![name]!.map((slot) => graph.assign(slot, graph.fill(shape, 0)))
      );
      graph.group(`initialize/${optimizer}`, [...assigned, ...slots]);
    }
  }

  #initialValue(name: string, { shape, initial }: ParameterSpec, index: number): string {
    const graph = this.builder;
    if (this.job.initialWeights?.[name]) {
      return graph.placeholder(`initial/${name}`, graph.float, shape);
    }
    return addInitialValue(graph, { shape, initial }, { index, seed: this.inputs.seed });
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

  recorder(): Recorder {
    return new Recorder(this.#native, this.builder, `the loss of ${this.job.model.name}`);
  }

  weightSymbols(recorder: Recorder): Record<string, tf.Tensor> {
    return this.#each((name, { shape }) =>
      recorder.symbol(this.builder.read(this.weights[name]!), shape)
    );
  }

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
        const value = this.builder.random("StatelessRandomNormal", shape, graph.pack([seed, at]));
        return [name, recorder.symbol(value, shape)];
      }),
    );
  }

  batchSymbol(recorder: Recorder): tf.Tensor {
    const { builder: graph, dataset, inputs } = this, { batchSize } = this.job;
    const order = graph.placeholder("order", graph.int, [dataset.train.rows]);
    const index = [graph.type("T", graph.int), graph.type("Index", graph.int)];
    const bounds = [graph.pack([inputs.start]), graph.integers([batchSize])];
    const rows = graph.add("Slice", [order, ...bounds], index);
    return recorder.symbol(graph.gather(inputs.train, rows), [batchSize, dataset.genes.length]);
  }

  rowsSymbol(recorder: Recorder, rows: number): tf.Tensor {
    const { builder: graph, dataset, inputs } = this, genes = dataset.genes.length;
    return recorder.symbol(graph.rows(inputs.data, inputs.start, rows, genes), [rows, genes]);
  }

  fedRowsSymbol(recorder: Recorder, name: string, rows: number): tf.Tensor {
    const { builder: graph, dataset, inputs } = this;
    const numbers = graph.placeholder(name, graph.int, [rows]);
    return recorder.symbol(graph.gather(inputs.data, numbers), [rows, dataset.genes.length]);
  }

  fedSymbol(recorder: Recorder, name: string, shape: readonly number[]): tf.Tensor {
    return recorder.symbol(this.builder.placeholder(name, this.builder.float, shape), shape);
  }

  symbol(recorder: Recorder, node: string, shape: readonly number[]): tf.Tensor {
    return recorder.symbol(node, shape);
  }

  fedNumber(name: string): string {
    return this.builder.placeholder(name, this.builder.float, []);
  }

  packTerms(recorder: Recorder, terms: LossTerms): string {
    const names = Object.values(terms).map((term) => recorder.nameOf(term.toFloat()));
    return this.builder.pack(names, this.builder.float);
  }
}
