import type { Card } from "../../tensorflow/cards.ts";
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
  /** Processors of the machine. @default as many as it has */
  readonly processors?: number;
}

/**
 * How many workers use this machine's cards: several for each, though no more than there are graphs, nor than half of the
 * processors, as each has threads of its own that measure runs.
 *
 * @returns The number of workers, if it is for cards to decide, and how many share a card.
 *
 * @example
 * ```ts
 * import { workersOnCards } from "./workers_on_cards.ts";
 * const cards = [{ id: "0", name: "one", freeBytes: 80e9 }];
 * const workers = (graphs: number, processors: number) =>
 *   workersOnCards({}, { cards, graphs, processors }).workers;
 * if (workers(24, 16) !== 6 || workers(3, 16) !== 3 || workers(24, 4) !== 2) throw new Error("workers");
 * ```
 */
export function workersOnCards(
  { workers: said }: Pick<SweepOptions, "workers">,
  { cards, graphs, processors = navigator.hardwareConcurrency }: CardsAndGraphs,
): { readonly workers?: number; readonly sharing: number } {
  if (cards === null) return { sharing: 1 };
  const most = Math.max(cards.length, Math.floor(processors / 2));
  const workers = said ?? Math.min(cards.length * WORKERS_PER_CARD, most, graphs);
  return { workers, sharing: Math.ceil(workers / cards.length) };
}
