import assert from "node:assert/strict";
import { ranks } from "../../lib/numbers/ranks.ts";
import { noise } from "../analysis/_sweeps.ts";

Deno.test("ranks() of ties are their mean, infinities are first and last", () => {
  assert.deepEqual([...ranks([5, 5, 1, Infinity, Infinity, -Infinity])], [
    3.5,
    3.5,
    2,
    5.5,
    5.5,
    1,
  ]);
  assert.deepEqual([...ranks([])], []);
});

Deno.test("ranks() do not change under an increasing map and sum to n(n + 1) / 2", () => {
  const values = noise(3, 100).map((value) => Math.round(5 * value));
  assert.deepEqual(ranks(values), ranks(values.map((value) => Math.exp(value / 9))));
  assert.equal(ranks(values).reduce((sum, rank) => sum + rank), 5050);
});

Deno.test("ranks() refuses NaN", () => {
  assert.throws(() => ranks([1, NaN]), /NaN at position 1/);
});
