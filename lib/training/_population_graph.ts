import { formOf, type OptimizerName, OPTIMIZERS } from "../optimizers/mod.ts";
import type { NativeAccess } from "../tensorflow/native_backend.ts";
import { evaluationChunks } from "./engine.ts";
import { addEvaluation } from "./_evaluation_graph.ts";
import type { GraphNode } from "./graph.ts";
import { recordLoss, type TrainingStep } from "./_record_loss.ts";
import type { ParameterGroup } from "./_parameter_groups.ts";
import { PopulationNetwork } from "./_population_network.ts";
import { type PopulationPlan, PopulationVariables } from "./_population_variables.ts";
import { addDecoding } from "./_decoding_graph.ts";
import type { Split } from "../data/dataset.ts";
import { addSlotState, type StateValue } from "./_slot_state.ts";
import { type Block, blocksOf } from "./_population_blocks.ts";

/** A population's graph and what its fetches mean. */
export interface PopulationGraph extends TrainingStep {
  readonly nodes: readonly GraphNode[];
  readonly groups: readonly ParameterGroup[];
  /** Slots of one optimizer, each with what its updates are fed. */
  readonly blocks: readonly Block[];
  /** What can be read of a slot and given to another, by optimizer. */
  readonly state: Readonly<Record<string, readonly StateValue[]>>;
}

/**
 * Builds all that a population does: `step` for all slots, what `addEvaluation` adds for the networks as they are (of the
 * validation split) and for those of the snapshot, `addDecoding` for the latter, and what `addSlotState` adds for one slot.
 *
 * @throws {NoBatchingRule} If the model's formula has an operation that cannot be given an axis of slots.
 */
export function buildPopulationGraph(
  plan: PopulationPlan,
  native: NativeAccess,
): PopulationGraph {
  const variables = new PopulationVariables(plan, native), graph = variables.builder;
  const network = new PopulationNetwork(variables, "now", native);
  const loss = recordLoss(network), blocks = blocksOf(variables);
  const gradients = groupedGradients(network, loss.gradients);
  const updates = blocks.flatMap((block) => addUpdates(network, block, gradients));
  graph.add("Identity", [loss.packed], [graph.type("T", graph.float)], {
    name: "step",
    controls: [...loss.averages, ...updates],
  });
  const { train, validation, test } = plan.dataset;
  for (const rows of pieceSizes(validation)) addEvaluation(network, rows);
  const best = new PopulationNetwork(variables, "best", native);
  for (const rows of pieceSizes(train, validation, test)) addEvaluation(best, rows);
  addDecoding(best);
  const state = addSlotState(variables, blocks), { terms, layers } = loss;
  return { nodes: graph.nodes, groups: variables.groups, terms, layers, blocks, state };
}

/** How many rows the pieces of some splits have. */
function pieceSizes(...splits: readonly Split[]): ReadonlySet<number> {
  const pieces = splits.flatMap(({ rows }) => evaluationChunks(rows));
  return new Set(pieces.map(([start, end]) => end - start));
}

/** The gradient of each group by slot; null for one that the loss does not depend on. */
function groupedGradients(
  { builder: graph, specs, slots, variables: { groups } }: PopulationNetwork,
  gradients: readonly (string | null)[],
): Readonly<Record<string, readonly string[] | null>> {
  const known = new Map(specs.map(([name], i) => [name, gradients[i]!]));
  return Object.fromEntries(groups.map(({ name: group, shape, parameters }) => {
    if (parameters.every(({ name }) => !known.get(name))) return [group, null];
    // A parameter without a gradient stays what it is under a gradient of zero, with every optimizer.
    const rows = parameters.map(({ name, size }) => {
      const gradient = known.get(name);
      return gradient ? graph.reshape(gradient, [slots, size]) : graph.fill([slots, size], 0);
    });
    const whole = graph.reshape(graph.concatenate(rows), [slots, ...shape]);
    return [group, graph.unstack(whole, slots)];
  }));
}

/** Fused updates of the slots of one optimizer, each with scalars of its own. */
function addUpdates(
  { builder: graph, job, stacked, variables: { groups, weights } }: PopulationNetwork,
  { optimizer, slots, averages }: Block,
  gradients: Readonly<Record<string, readonly string[] | null>>,
): string[] {
  const { scalars, operation, flags, scalarsAfterGradient = 0 } = formOf(
    OPTIMIZERS[optimizer],
    job,
  );
  const count = scalars(1, 1, 0).length, all = count * slots.length;
  const given = graph.placeholder(scalarsName(optimizer), graph.float, [all]);
  const values = graph.unstack(given, all);
  const attributes = [
    graph.type("T", graph.float),
    ...flags.map((name) => graph.flag(name, false)),
  ];
  return groups.flatMap(({ name }) =>
    slots.flatMap((slot, i) => {
      const gradient = gradients[name]?.[slot];
      if (gradient === undefined) return [];
      const own = averages.map((average) => average[name]![i]!);
      const inputs = [weights[name]![slot]!, ...own, ...values.slice(i * count, (i + 1) * count)];
      inputs.splice(inputs.length - scalarsAfterGradient, 0, gradient);
      // After the weights were stacked, which is all that reads them, so that they are changed in place.
      return [graph.add(operation, inputs, attributes, { controls: [stacked[name]!] })];
    })
  );
}

/** The feed of an optimizer's scalars: those of its first slot, of its second one, and so on. */
export function scalarsName(optimizer: OptimizerName): string {
  return `scalars/${optimizer}`;
}
