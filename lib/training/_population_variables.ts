import type { Dataset } from "../data/dataset.ts";
import type { ParameterSpec } from "../models/network.ts";
import type { OptimizerName } from "../optimizers/mod.ts";
import type { NativeAccess } from "../tensorflow/native_backend.ts";
import type { Job } from "./engine.ts";
import { addKeptRows } from "./_kept_rows.ts";
import { GraphBuilder } from "./graph.ts";
import { type ParameterGroup, parameterGroups } from "./_parameter_groups.ts";
import { jobSpecs, normalizedLayers } from "./_parameters.ts";
import type { MovingAverages } from "./_recorded_network.ts";

/** What a population is made for: one shape of network, and the optimizer of each slot. */
export interface PopulationPlan {
  /** Any job of the population: what shapes the graph is the same in all. */
  readonly job: Job;
  readonly dataset: Dataset;
  readonly optimizers: readonly OptimizerName[];
}

/**
 * The variables of a population, and what its calls are fed. Weights are variables of each slot, so that TensorFlow's fused
 * updates apply to each with its own learning rate and step; products take them stacked. What is small or seldom used is
 * stacked in variables with an axis of slots.
 */
export class PopulationVariables {
  readonly plan: PopulationPlan;
  readonly slots: number;
  readonly builder: GraphBuilder;
  readonly specs: readonly (readonly [string, ParameterSpec])[];
  readonly groups: readonly ParameterGroup[];
  /** Handles of each group's weights by slot. */
  readonly weights: Readonly<Record<string, readonly string[]>>;
  /** Each group's weights of all slots in one tensor, [slots, …]. */
  readonly stacked: Readonly<Record<string, string>>;
  /** Handles of each group's weights of all slots when the snapshot was taken, [slots, …]. */
  readonly best: Readonly<Record<string, string>>;
  /** Handles of moving averages of all slots, [slots, …]. */
  readonly moving: Readonly<Record<"now" | "best", Readonly<Record<string, MovingAverages>>>>;
  /** The handle of the rows of all splits: see {@linkcode addKeptRows}. */
  readonly data: string;
  /** Placeholders: the seed and the counter of noise of each slot, and the first row of a batch. */
  readonly inputs: Readonly<Record<"seeds" | "counters" | "start", string>>;

  constructor(plan: PopulationPlan, native: NativeAccess) {
    const { job, dataset, optimizers } = plan, specs = jobSpecs(job, dataset);
    const graph = this.builder = new GraphBuilder(native), slots = this.slots = optimizers.length;
    this.plan = plan;
    this.specs = Object.entries(specs);
    this.groups = parameterGroups(this.specs);
    this.inputs = {
      seeds: graph.placeholder("seeds", graph.int, [slots]),
      counters: graph.placeholder("counters", graph.int, [slots]),
      start: graph.placeholder("start", graph.int, []),
    };
    this.weights = this.#each(({ name, shape }) =>
      optimizers.map((_, slot) => graph.variable(`weights/${name}/${slot}`, shape))
    );
    this.stacked = this.#each(({ name }) =>
      graph.stack(this.weights[name]!.map((handle) => graph.read(handle)))
    );
    this.best = this.#each(({ name, shape }) => graph.variable(`best/${name}`, [slots, ...shape]));
    const moving = (which: string) =>
      Object.fromEntries(
        Object.entries(normalizedLayers(specs)).map(([layer, shape]) => {
          const variable = (moment: string) =>
            graph.variable(`${which}/${layer}/moving_${moment}`, [slots, ...shape]);
          return [layer, { mean: variable("mean"), variance: variable("variance"), shape }];
        }),
      );
    this.moving = { now: moving("now"), best: moving("best") };
    this.data = addKeptRows(graph, dataset);
  }

  #each<Value>(make: (group: ParameterGroup) => Value): Record<string, Value> {
    return Object.fromEntries(this.groups.map((group) => [group.name, make(group)]));
  }

  /** Each group's weights of all slots when the snapshot was taken. */
  readBest(): Record<string, string> {
    return this.#each(({ name }) => this.builder.read(this.best[name]!));
  }
}
