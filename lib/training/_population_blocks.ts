import { formOf, OPTIMIZER_NAMES, type OptimizerName, OPTIMIZERS } from "../optimizers/mod.ts";
import type { PopulationVariables } from "./_population_variables.ts";

/** The slots of a population that one optimizer updates. */
export interface Block {
  readonly optimizer: OptimizerName;
  readonly slots: readonly number[];
  /** Running averages of the optimizer: handles by group, for each of `slots`. */
  readonly averages: readonly Readonly<Record<string, readonly string[]>>[];
  /** Scalars of an update that leaves the weights as they are. */
  readonly idle: readonly number[];
}

/** The blocks of a population, with variables for what their optimizers remember. */
export function blocksOf(
  { builder: graph, groups, plan: { job, optimizers } }: PopulationVariables,
): readonly Block[] {
  return OPTIMIZER_NAMES.flatMap((optimizer) => {
    const slots = [...optimizers.keys()].filter((slot) => optimizers[slot] === optimizer);
    if (!slots.length) return [];
    const { slots: own, fusedSlots = [], scalars } = formOf(OPTIMIZERS[optimizer], job);
    const averages = [...own, ...fusedSlots].map((average) =>
      Object.fromEntries(groups.map(({ name, shape }) => [
        name,
        slots.map((slot) => graph.variable(`${optimizer}/${average}/${name}/${slot}`, shape)),
      ]))
    );
    return [{ optimizer, slots, averages, idle: scalars(0, 1, job.momentum) }];
  });
}
