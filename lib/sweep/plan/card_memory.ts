import { formatGibibytes } from "../../format/gibibytes.ts";
import type { RunConfiguration } from "./grid.ts";
import { type MemoryData, slotBytes } from "./memory.ts";

/** Bytes of a number on the card. */
const FLOAT = 4;

/** Bytes that TensorFlow's libraries take of what is free: room for products, and pieces between tensors that are too small. */
const LIBRARIES = 0.5e9;

/** Slots above which a training's step gets hardly any cheaper: 0.12 ms with 45 and 0.10 with 90, on an H200. */
export const MOST_SLOTS = 90;

/** Bytes that runs take of a card's memory. */
export interface CardMemory {
  /** Of each run that is trained at once with others. */
  readonly slot: number;
  /** Of the data and of what there is once. */
  readonly other: number;
}

/**
 * What the runs of a sweep take of a card's memory, counted as for processors: of the largest of them, and the data once.
 *
 * @example
 * ```ts
 * import { cardMemory } from "./card_memory.ts";
 * import { expandGrid, POSTER_GRID } from "./grid.ts";
 * const runs = expandGrid({ ...POSTER_GRID, models: ["vae"], latentSizes: [50] });
 * const { slot } = cardMemory(runs, { genes: 5000, samples: 11060 });
 * // 512 · (2 · 5000 + 3 · 50) weights of 4 bytes are 20.8 MB; six copies, and what a step of 64 rows holds.
 * if (!(slot > 125e6 && slot < 160e6)) throw new Error(`${slot}`);
 * ```
 */
export function cardMemory(
  configurations: readonly RunConfiguration[],
  { genes, samples }: MemoryData,
): CardMemory {
  let slot = 0, width = 0;
  for (const configuration of configurations) {
    const own = configuration.genes ?? genes;
    width = Math.max(width, own);
    slot = Math.max(slot, slotBytes(configuration, own));
  }
  return { slot, other: LIBRARIES + FLOAT * samples * width };
}

/** Why a card is too small for even one run; null if it is not. */
export function memoryProblem(
  cards: readonly { readonly name: string; readonly freeBytes: number }[],
  { slot, other }: CardMemory,
): string | null {
  const small = cards.find(({ freeBytes }) => freeBytes < slot + other);
  return small === undefined
    ? null
    : `${small.name} has ${formatGibibytes(small.freeBytes)} of free memory, and a run takes ${
      formatGibibytes(slot + other)
    }; end what uses it (\`nvidia-smi\` shows that)`;
}
