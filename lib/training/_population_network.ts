import type * as tf from "@tensorflow/tfjs";
import type { Dataset } from "../data/dataset.ts";
import type { LossTerms } from "../models/model.ts";
import type { ParameterSpec } from "../models/network.ts";
import type { OptimizerName } from "../optimizers/mod.ts";
import { PURPOSE, stream } from "../random.ts";
import type { NativeAccess } from "../tensorflow/native_backend.ts";
import type { Job, SplitName } from "./engine.ts";
import { GraphBuilder } from "./graph.ts";
import { jobSpecs, noiseShapes, normalizedLayers } from "./_parameters.ts";
import type { MovingAverages, RecordedNetwork } from "./_recorded_network.ts";
import { Recorder } from "./_recorder.ts";
import { type ParameterGroup, parameterGroups } from "./_parameter_groups.ts";

/** What a population is made for: one shape of network, and the optimizer of each slot. */
export interface PopulationPlan {
  /** Any job of the population: what shapes the graph is the same in all. */
  readonly job: Job;
  readonly dataset: Dataset;
  readonly optimizers: readonly OptimizerName[];
}

/**
 * The networks of a population as nodes of one graph. Weights are variables of each slot, so that TensorFlow's fused updates
 * apply to each with its own learning rate and step; products take them stacked. What is small or seldom used is stacked
 * in variables with an axis of slots.
 */
export class PopulationNetwork implements RecordedNetwork {
  readonly job: Job;
  readonly dataset: Dataset;
  readonly slots: number;
  readonly builder: GraphBuilder;
  readonly specs: readonly (readonly [string, ParameterSpec])[];
  readonly groups: readonly ParameterGroup[];
  /** Handles of each group's weights by slot. */
  readonly weights: Readonly<Record<string, readonly string[]>>;
  /** Each group's weights of all slots in one tensor, [slots, …]. */
  readonly stacked: Readonly<Record<string, string>>;
  readonly moving: Readonly<Record<string, MovingAverages>>;
  /** Placeholders: the seed and the counter of noise of each slot, and the first row of a batch. */
  readonly inputs: Readonly<Record<"seeds" | "counters" | "start", string>>;
  readonly #native: NativeAccess;

  constructor({ job, dataset, optimizers }: PopulationPlan, native: NativeAccess) {
    this.job = job;
    this.dataset = dataset;
    this.slots = optimizers.length;
    this.#native = native;
    const specs = jobSpecs(job, dataset), graph = this.builder = new GraphBuilder(native);
    this.specs = Object.entries(specs);
    this.groups = parameterGroups(this.specs);
    this.inputs = {
      seeds: graph.placeholder("seeds", graph.int, [this.slots]),
      counters: graph.placeholder("counters", graph.int, [this.slots]),
      start: graph.placeholder("start", graph.int, []),
    };
    const each = <Value>(make: (group: ParameterGroup) => Value) =>
      Object.fromEntries(this.groups.map((group) => [group.name, make(group)]));
    this.weights = each(({ name, shape }) =>
      optimizers.map((_, slot) => graph.variable(`weights/${name}/${slot}`, shape))
    );
    this.stacked = each(({ name }) =>
      graph.stack(this.weights[name]!.map((handle) => graph.read(handle)))
    );
    this.moving = Object.fromEntries(
      Object.entries(normalizedLayers(specs)).map(([layer, shape]) => {
        const variable = (moment: string) =>
          graph.variable(`${layer}/moving_${moment}`, [this.slots, ...shape]);
        return [layer, { mean: variable("mean"), variance: variable("variance"), shape }];
      }),
    );
  }

  /** A split's numbers in a variable, which the fetch `data/<split>` sets. */
  data(split: SplitName): string {
    const graph = this.builder, name = `data/${split}`;
    const shape = [this.dataset[split].rows, this.dataset.genes.length];
    const known = graph.nodes.some((node) => node.name === `${name}/variable`);
    if (known) return graph.read(`${name}/variable`);
    const handle = graph.variable(`${name}/variable`, shape);
    const given = graph.placeholder(`${name}/given`, graph.float, shape);
    graph.group(name, [graph.assign(handle, given)]);
    return graph.read(handle);
  }

  recorder(): Recorder {
    const { slots } = this, subject = `the loss of ${this.job.model.name}`;
    return new Recorder(this.#native, this.builder, subject, { slots });
  }

  symbol(recorder: Recorder, node: string, shape: readonly number[]): tf.Tensor {
    return recorder.symbol(node, shape, { batched: true });
  }

  weightSymbols(recorder: Recorder): Record<string, tf.Tensor> {
    const graph = this.builder, { slots } = this, symbols = new Map<string, tf.Tensor>();
    for (const { name: group, parameters } of this.groups) {
      const all = this.stacked[group]!;
      for (const { name, shape, start, size } of parameters) {
        const own = parameters.length === 1
          ? graph.reshape(all, [slots, ...shape])
          : graph.reshape(graph.columns(all, start, [slots, size]), [slots, ...shape]);
        symbols.set(name, this.symbol(recorder, own, shape));
      }
    }
    return Object.fromEntries(this.specs.map(([name]) => [name, symbols.get(name)!]));
  }

  noiseSymbols(recorder: Recorder, rows: number, purpose: number): Record<string, tf.Tensor> {
    const graph = this.builder, { slots } = this;
    return Object.fromEntries(
      noiseShapes(this.job, rows).map(({ name, shape }, i) => {
        const all = [slots, ...shape];
        if (this.job.noise && purpose === PURPOSE.trainingNoise) {
          return [
            name,
            this.symbol(recorder, graph.placeholder(`noise/${name}`, graph.float, all), shape),
          ];
        }
        const first = graph.integers([stream(purpose + i, 0)], []);
        const at = graph.add("AddV2", [this.inputs.counters, first], [graph.type("T", graph.int)]);
        const seeds = graph.stack([this.inputs.seeds, at], { axis: 1, dtype: graph.int });
        const own = graph.unstack(seeds, slots, graph.int).map((seed) =>
          graph.random("StatelessRandomNormal", shape, seed)
        );
        return [name, this.symbol(recorder, graph.stack(own), shape)];
      }),
    );
  }

  batchSymbol(recorder: Recorder): tf.Tensor {
    const { builder: graph, dataset, slots } = this, { batchSize } = this.job;
    const order = graph.placeholder("order", graph.int, [slots, dataset.train.rows]);
    const begin = graph.pack([graph.integers([0], []), this.inputs.start]);
    const index = [graph.type("T", graph.int), graph.type("Index", graph.int)];
    const rows = graph.add("Slice", [order, begin, graph.integers([slots, batchSize])], index);
    const x = graph.gather(this.data("train"), rows);
    return this.symbol(recorder, x, [batchSize, dataset.genes.length]);
  }

  rowsSymbol(recorder: Recorder, rows: number): tf.Tensor {
    const { builder: graph, dataset } = this, genes = dataset.genes.length;
    const x = graph.rows(this.data("validation"), this.inputs.start, rows, genes);
    return recorder.symbol(x, [rows, genes]); // the same for all
  }

  fedNumber(name: string, rank: number): string {
    const graph = this.builder, ones: number[] = Array(rank).fill(1);
    return graph.placeholder(name, graph.float, [this.slots, ...ones]);
  }

  packTerms(recorder: Recorder, terms: LossTerms): string {
    const names = Object.values(terms).map((term) => recorder.batchedNameOf(term.toFloat()));
    return this.builder.stack(names, { axis: 1 });
  }
}
