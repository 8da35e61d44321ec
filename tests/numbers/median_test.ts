import { strict as assert } from "node:assert";
import { median } from "../../lib/numbers/median.ts";

Deno.test("median() is the middle of an odd count and the mean of the middle two of an even one", () => {
  assert.equal(median([7]), 7);
  assert.equal(median([30, 1, 2]), 2);
  assert.equal(median([10, 9, 100, 2]), 9.5); // (9 + 10) / 2
});

Deno.test("median() sorts by value, not as text, and leaves its input as it was", () => {
  const values = [100, 9, 20];
  assert.equal(median(values), 20);
  assert.deepEqual(values, [100, 9, 20]);
});

Deno.test("median() refuses an empty list", () => {
  assert.throws(() => median([]), RangeError);
});
