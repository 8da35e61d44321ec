import { formatGibibytes } from "../format/gibibytes.ts";
import type { FoundCards } from "../tensorflow/cards.ts";

/** Each card that works, or why none does; nothing where the machine has none. */
export function describeCards({ cards, present, problem }: FoundCards): string[] {
  if (!present) return [];
  const lines = cards.map(({ id, name, freeBytes }) =>
    `${id}: ${name}, ${formatGibibytes(freeBytes)} free`
  );
  return (problem === null ? lines : [`not used: ${problem}`]).map((line) => `Card        ${line}`);
}
