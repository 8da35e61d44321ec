import { addInitialValue } from "./_initial_value.ts";
import type { Block } from "./_population_blocks.ts";
import type { ParameterGroup } from "./_parameter_groups.ts";
import type { PopulationVariables } from "./_population_variables.ts";
import { type SlotValue, SlotValues } from "./_slot_values.ts";

/** A part of a slot's state: what it is called in fetches and feeds, and its shape in one training. */
export interface StateValue {
  readonly name: string;
  readonly shape: readonly number[];
}

/**
 * Fetches besides those of training and evaluation: `create` gives every variable a value; `snapshot` keeps the networks of
 * the chosen slots. `initialize` begins a training with the fed `initial_seed` in the chosen slot, `load/<optimizer>` sets it
 * to what is fed as `load/<value>`, and `read/<value>` reads it. Slots are chosen by the feed `chosen`, 1 for those and 0 for
 * others; one is read by its number, fed as `slot`, and an optimizer's averages by its `place` among those of the optimizer.
 *
 * @returns What is read and loaded, by optimizer: `now/…` of the network as it is, `best/…` of its snapshot, and averages.
 */
export function addSlotState(
  variables: PopulationVariables,
  blocks: readonly Block[],
): Readonly<Record<string, readonly StateValue[]>> {
  const { builder: graph, groups, weights, stacked, best: bestWeights, moving } = variables;
  const slot = graph.placeholder("slot", graph.int, []), values = new SlotValues(variables);
  const place = graph.placeholder("place", graph.int, []);
  const seed = graph.placeholder("initial_seed", graph.int, []);
  const movingValues = (which: "now" | "best") =>
    Object.entries(moving[which]).flatMap(([layer, { mean, variance, shape }]) => [
      values.joined(`${which}/${layer}/moving_mean`, shape, { handle: mean, initial: 0 }),
      values.joined(`${which}/${layer}/moving_variance`, shape, { handle: variance, initial: 1 }),
    ]);
  const now = [
    ...groups.map((group) =>
      values.separate(`now/${group.name}`, group.shape, {
        handles: weights[group.name]!,
        slots: [...weights[group.name]!.keys()],
        stacked: stacked[group.name]!,
        initial: initialGroup(variables, group, seed),
      })
    ),
    ...movingValues("now"),
  ];
  const best = [
    ...groups.map(({ name, shape }) =>
      values.joined(`best/${name}`, shape, { handle: bestWeights[name]!, initial: 0 })
    ),
    ...movingValues("best"),
  ];
  const averages = blocks.map(({ optimizer, slots, averages }) =>
    averages.flatMap((average, i) =>
      groups.map(({ name, shape }) => {
        const handles = average[name]!, initial = graph.fill(shape, 0);
        const stacked = graph.stack(handles.map((handle) => graph.read(handle)));
        return values.separate(`${optimizer}/${i}/${name}`, shape, {
          ...{ handles, slots, stacked, initial },
        });
      })
    )
  );
  const all = [...now, ...best, ...averages.flat()];
  graph.group("create", all.flatMap(({ created }) => created));
  graph.group("snapshot", best.map(({ set }, i) => set(now[i]!.stacked)).flat());
  const readAt = (at: string) => ({ name, stacked }: SlotValue) =>
    graph.float32("Identity", [graph.gather(stacked, at)], `read/${name}`);
  [...now, ...best].forEach(readAt(slot));
  averages.flat().forEach(readAt(place));
  graph.group("initialize", all.flatMap(({ set, initial }) => set(initial)));
  return Object.fromEntries(blocks.map(({ optimizer }, i) => {
    const parts: readonly SlotValue[] = [...now, ...best, ...averages[i]!];
    const given = parts.flatMap(({ name, shape, set }) => set(values.given(`load/${name}`, shape)));
    graph.group(`load/${optimizer}`, given);
    return [optimizer, parts.map(({ name, shape }) => ({ name, shape }))];
  }));
}

/** The start of all parameters of a group. */
function initialGroup(
  { builder: graph, specs }: PopulationVariables,
  { shape, parameters }: ParameterGroup,
  seed: string,
): string {
  const rows = parameters.map(({ name, size }) => {
    const index = specs.findIndex(([other]) => other === name), [, spec] = specs[index]!;
    return graph.reshape(addInitialValue(graph, spec, { index, seed }), [1, size]);
  });
  return graph.reshape(graph.concatenate(rows), shape);
}
