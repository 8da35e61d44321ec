import type { Notice, NoticeKind } from "./notices.ts";

const EXAMPLES = 5;

/** Counts notices by kind and keeps the first few examples of each. */
export class NoticeCounter {
  #kinds = new Map<NoticeKind, { count: number; examples: string[] }>();

  add(kind: NoticeKind, example?: string, count = 1): void {
    if (count === 0) return;
    const entry = this.#kinds.get(kind) ?? { count: 0, examples: [] };
    entry.count += count;
    if (example !== undefined && entry.examples.length < EXAMPLES) entry.examples.push(example);
    this.#kinds.set(kind, entry);
  }

  report(): Notice[] {
    return [...this.#kinds].map(([kind, entry]) => ({ kind, ...entry }));
  }
}
