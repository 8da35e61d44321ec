import type { Card } from "../../tensorflow/cards.ts";
import type { CardMemory } from "./card_memory.ts";
import type { SweepOptions } from "./sweep_options.ts";

/**
 * Workers that share a card: while one builds a graph or measures its runs, others compute. 360 runs of 350 samples took
 * 2 minutes with two workers on an H100, 84 s with six (docs/gpu.md).
 */
const WORKERS_PER_CARD = 6;

/** What decides how many workers there are. */
export interface CardsAndGraphs {
  /** The cards that there are; null on a processor, and on a cluster, where they are those of its nodes. */
  readonly cards: readonly Card[] | null;
  /** Graphs that the sweep's runs need: a worker trains runs of one at a time. */
  readonly graphs: number;
  /** What runs take of a card's memory. */
  readonly memory: CardMemory;
  /** Processors of the machine. @default as many as it has */
  readonly processors?: number;
}

/**
 * How many workers use this machine's cards: several for each, though no more than there are graphs, than a card has memory
 * for with a run each, nor than half of the processors, as each has threads of its own that measure runs.
 *
 * @returns The number of workers, if it is for cards to decide, and how many share a card.
 *
 * @example
 * ```ts
 * import { workersOnCards } from "./workers_on_cards.ts";
 * const memory = { slot: 0.2e9, other: 0.8e9 };
 * const workers = (graphs: number, processors: number, freeBytes = 80e9) =>
 *   workersOnCards({}, { cards: [{ id: "0", name: "one", freeBytes }], memory, graphs, processors }).workers;
 * if (workers(24, 16) !== 6 || workers(3, 16) !== 3 || workers(24, 4) !== 2) throw new Error("workers");
 * if (workers(24, 16, 3e9) !== 3) throw new Error("1 GB for each worker with one run");
 * ```
 */
export function workersOnCards(
  { workers: said }: Pick<SweepOptions, "workers">,
  { cards, graphs, memory, processors = navigator.hardwareConcurrency }: CardsAndGraphs,
): { readonly workers?: number; readonly sharing: number } {
  if (cards === null) return { sharing: 1 };
  const most = Math.max(cards.length, Math.floor(processors / 2));
  const free = Math.min(...cards.map(({ freeBytes }) => freeBytes));
  const fitting = Math.max(1, Math.floor(free / (memory.other + memory.slot)));
  const each = Math.min(WORKERS_PER_CARD, fitting);
  const workers = said ?? Math.min(cards.length * each, most, graphs);
  return { workers, sharing: Math.ceil(workers / cards.length) };
}
