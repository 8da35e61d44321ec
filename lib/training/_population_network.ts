import type * as tf from "@tensorflow/tfjs";
import type { Dataset } from "../data/dataset.ts";
import type { LossTerms } from "../models/model.ts";
import type { ParameterSpec } from "../models/network.ts";
import { PURPOSE, stream } from "../random.ts";
import type { NativeAccess } from "../tensorflow/native_backend.ts";
import type { Job } from "./engine.ts";
import type { GraphBuilder } from "./graph.ts";
import { noiseShapes } from "./_parameters.ts";
import type { PopulationVariables } from "./_population_variables.ts";
import type { MovingAverages, RecordedNetwork } from "./_recorded_network.ts";
import { Recorder } from "./_recorder.ts";

/** The networks of a population as one network whose values have an axis of slots. */
export class PopulationNetwork implements RecordedNetwork {
  readonly prefix: string;
  readonly job: Job;
  readonly dataset: Dataset;
  readonly variables: PopulationVariables;
  readonly slots: number;
  readonly builder: GraphBuilder;
  readonly specs: readonly (readonly [string, ParameterSpec])[];
  readonly moving: Readonly<Record<string, MovingAverages>>;
  /** Each group's weights of all slots in one tensor, [slots, …]. */
  readonly stacked: Readonly<Record<string, string>>;
  readonly #native: NativeAccess;

  /** @param which The networks as they are, or as they were when the snapshot was taken. */
  constructor(variables: PopulationVariables, which: "now" | "best", native: NativeAccess) {
    const { plan: { job, dataset }, builder, slots, specs } = variables;
    this.job = job;
    this.dataset = dataset;
    this.variables = variables;
    this.builder = builder;
    this.slots = slots;
    this.specs = specs;
    this.#native = native;
    this.prefix = which === "now" ? "" : "best/";
    this.moving = variables.moving[which];
    this.stacked = which === "now" ? variables.stacked : variables.readBest();
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
    for (const { name: group, parameters } of this.variables.groups) {
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
        const at = graph.add("AddV2", [this.variables.inputs.counters, first], [
          graph.type("T", graph.int),
        ]);
        const seeds = graph.stack([this.variables.inputs.seeds, at], { axis: 1, dtype: graph.int });
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
    const begin = graph.pack([graph.integers([0], []), this.variables.inputs.start]);
    const index = [graph.type("T", graph.int), graph.type("Index", graph.int)];
    const rows = graph.add("Slice", [order, begin, graph.integers([slots, batchSize])], index);
    const x = graph.gather(graph.read(this.variables.data), rows);
    return this.symbol(recorder, x, [batchSize, dataset.genes.length]);
  }

  rowsSymbol(recorder: Recorder, rows: number): tf.Tensor {
    const { builder: graph, dataset } = this, genes = dataset.genes.length;
    const { data, inputs } = this.variables;
    const x = graph.rows(graph.read(data), inputs.start, rows, genes);
    return recorder.symbol(x, [rows, genes]); // the same for all
  }

  fedRowsSymbol(recorder: Recorder, name: string, rows: number): tf.Tensor {
    const { builder: graph, dataset, slots } = this;
    const numbers = graph.placeholder(name, graph.int, [slots, rows]);
    const x = graph.gather(graph.read(this.variables.data), numbers);
    return this.symbol(recorder, x, [rows, dataset.genes.length]);
  }

  fedSymbol(recorder: Recorder, name: string, shape: readonly number[]): tf.Tensor {
    const given = this.builder.placeholder(name, this.builder.float, [this.slots, ...shape]);
    return this.symbol(recorder, given, shape);
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
