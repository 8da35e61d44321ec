import assert from "node:assert/strict";
import { evaluationChunks, evaluationCounter } from "../../lib/training/engine.ts";

Deno.test("evaluationChunks() covers all rows once, in pieces of at most 64 that differ by at most one", () => {
  for (let rows = 1; rows <= 700; rows++) {
    const chunks = evaluationChunks(rows), sizes = chunks.map(([start, end]) => end - start);
    assert.equal(chunks[0]![0], 0);
    assert.equal(chunks.at(-1)![1], rows);
    chunks.slice(1).forEach(([start], i) => assert.equal(start, chunks[i]![1]));
    assert.ok(Math.max(...sizes) <= 64 && Math.max(...sizes) - Math.min(...sizes) <= 1);
    assert.ok(rows === 1 || Math.min(...sizes) > 1, `${rows} rows leave one over`);
    assert.equal(chunks.length, Math.ceil(rows / 64), "no more pieces than needed");
  }
});

Deno.test("evaluationCounter() differs between splits and pieces, and leaves room in a purpose's streams", () => {
  const counters = (["train", "validation", "test"] as const).flatMap((split) =>
    Array.from({ length: 50 }, (_, chunk) => evaluationCounter(split, chunk))
  );
  assert.equal(new Set(counters).size, counters.length);
  assert.ok(counters.every((counter) => counter < 2 ** 24));
});
