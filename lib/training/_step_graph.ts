import { OPTIMIZER_NAMES, type OptimizerName } from "../optimizers/mod.ts";
import type { NetworkGraph } from "./_network_graph.ts";
import { recordLoss, type TrainingStep } from "./_record_loss.ts";

/** Fetches `step/<optimizer>`: one optimizer step on the rows that `order` names from `start` on; gives the loss terms. */
export function addTrainingStep(network: NetworkGraph): TrainingStep {
  const { builder: graph } = network, began = graph.nodes.length;
  const { terms, packed, layers, averages, reads, gradients } = recordLoss(network);
  const users = usersOf(network, reads, began);
  for (const optimizer of OPTIMIZER_NAMES) {
    const changes = addUpdates(network, optimizer, { gradients, users });
    graph.add("Identity", [packed], [graph.type("T", graph.float)], {
      name: `step/${optimizer}`,
      controls: [...averages, ...changes],
    });
  }
  return { terms, layers };
}

/** The nodes that use each parameter's value, in the order of `reads`. */
function usersOf(
  { builder: graph }: NetworkGraph,
  reads: readonly string[],
  began: number,
): string[][] {
  const users = new Map<string, string[]>(reads.map((read) => [read, []]));
  for (const node of graph.nodes.slice(began)) {
    for (const input of node.inputs) users.get(input)?.push(node.name);
  }
  return [...users.values()];
}

/** An optimizer's fused updates, each after every use of the weights it changes. */
function addUpdates(
  { builder: graph, specs, weights, slots, optimizers }: NetworkGraph,
  optimizer: OptimizerName,
  { gradients, users }: {
    readonly gradients: readonly (string | null)[];
    readonly users: readonly string[][];
  },
): string[] {
  const { scalars, operation, flags, scalarsAfterGradient = 0 } = optimizers[optimizer]!;
  const values = scalars(1, 1, 0).map((_, i) =>
    graph.placeholder(`${optimizer}/scalar_${i}`, graph.float, [])
  );
  const attributes = [
    graph.type("T", graph.float),
    ...flags.map((name) => graph.flag(name, false)),
  ];
  return specs.flatMap(([name], i) => {
    const gradient = gradients[i], own = slots[optimizer]![name]!;
    if (!gradient) return []; // the loss does not depend on it
    const inputs = [weights[name]!, ...own, ...values];
    inputs.splice(inputs.length - scalarsAfterGradient, 0, gradient);
    // Otherwise TensorFlow copies the weights before it writes, or lets a reader see the new ones.
    return [graph.add(operation, inputs, attributes, { controls: users[i]! })];
  });
}
