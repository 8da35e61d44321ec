import type { Repair, RepairKind } from "./repairs.ts";

const EXAMPLES = 5;

/** Counts repairs by kind and keeps the first few examples of each. */
export class RepairCounter {
  #kinds = new Map<RepairKind, { count: number; examples: string[] }>();

  add(kind: RepairKind, example?: string, count = 1): void {
    if (count === 0) return;
    const entry = this.#kinds.get(kind) ?? { count: 0, examples: [] };
    entry.count += count;
    if (example !== undefined && entry.examples.length < EXAMPLES) entry.examples.push(example);
    this.#kinds.set(kind, entry);
  }

  report(): Repair[] {
    return [...this.#kinds].map(([kind, entry]) => ({ kind, ...entry }));
  }
}
