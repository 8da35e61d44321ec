import type { GraphBuilder } from "./graph.ts";
import type { PopulationVariables } from "./_population_variables.ts";

/** A value that slots have. */
export interface SlotValue {
  readonly name: string;
  /** In one training. */
  readonly shape: readonly number[];
  /** The node of all slots' values, [slots, …]. */
  readonly stacked: string;
  /** The node of its value in a fresh training. */
  readonly initial: string;
  /** Nodes that give its variables a first value. */
  readonly created: readonly string[];
  /** Adds nodes that set it in the chosen slots, to a value of one training or to values of all, and leave the others'. */
  readonly set: (value: string) => readonly string[];
}

/** Makes values that slots have, and nodes that set them in some slots. */
export class SlotValues {
  readonly #graph: GraphBuilder;
  readonly #slots: number;
  /** Placeholder, [slots]: 1 for the slots that are set. */
  readonly #chosen: string;
  /** The same of each slot, as flags. */
  readonly #flags: readonly string[];
  readonly #given = new Map<string, string>();

  constructor({ builder: graph, slots }: PopulationVariables) {
    this.#graph = graph;
    this.#slots = slots;
    this.#chosen = graph.placeholder("chosen", graph.float, [slots]);
    this.#flags = graph.unstack(this.#chosen, slots).map((one) => this.#isOne(one));
  }

  #isOne(node: string): string {
    return this.#graph.float32("Greater", [node, this.#graph.floats([0.5])]);
  }

  /** A value in a variable of each slot. */
  separate(
    name: string,
    shape: readonly number[],
    { handles, slots, stacked, initial }: {
      /** Variables, and the slots whose they are. */
      readonly handles: readonly string[];
      readonly slots: readonly number[];
      readonly stacked: string;
      readonly initial: string;
    },
  ): SlotValue {
    const graph = this.#graph, zeros = graph.fill(shape, 0);
    return {
      ...{ name, shape, stacked, initial },
      created: handles.map((handle) => graph.assign(handle, zeros)),
      set: (value) =>
        handles.map((handle, i) => {
          const flag = this.#flags[slots[i]!]!;
          return graph.assign(handle, graph.select(flag, value, graph.read(handle)));
        }),
    };
  }

  /** A value in one variable for all slots. */
  joined(
    name: string,
    shape: readonly number[],
    { handle, initial }: { readonly handle: string; readonly initial: number },
  ): SlotValue {
    const graph = this.#graph, stacked = graph.read(handle), whole = [this.#slots, ...shape];
    return {
      ...{ name, shape, stacked },
      initial: graph.fill(shape, initial),
      created: [graph.assign(handle, graph.fill(whole, 0))],
      set: (value) => {
        const flags = this.#isOne(
          graph.reshape(this.#chosen, [this.#slots, ...shape.map(() => 1)]),
        );
        return [graph.assign(handle, graph.select(flags, value, stacked))];
      },
    };
  }

  /** A value that is fed; asked for twice, it is one. */
  given(name: string, shape: readonly number[]): string {
    const known = this.#given.get(name);
    if (known) return known;
    const made = this.#graph.placeholder(name, this.#graph.float, shape);
    this.#given.set(name, made);
    return made;
  }
}
