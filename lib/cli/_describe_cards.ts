import type { FoundCards } from "../tensorflow/cards.ts";

/** Each card that works, or why none does; nothing where the machine has none. */
export function describeCards({ cards, present, problem }: FoundCards): string[] {
  if (!present) return [];
  const free = (bytes: number) => `${(bytes / 2 ** 30).toFixed(1)} GiB free`;
  const lines = cards.map(({ id, name, freeBytes }) => `${id}: ${name}, ${free(freeBytes)}`);
  return (problem === null ? lines : [`not used: ${problem}`]).map((line) => `Card        ${line}`);
}
