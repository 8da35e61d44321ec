import { strict as assert } from "node:assert";
import { pairedRatio } from "../../lib/bench/paired_ratio.ts";

Deno.test("pairedRatio() is not moved by rounds in which both were slowed down alike", () => {
  assert.equal(pairedRatio([40, 20, 20], [20, 10, 10]), 2);
  assert.equal(pairedRatio([4000, 20, 20], [2000, 10, 10]), 2);
});

Deno.test("pairedRatio() compares within rounds: medians of each side would say something else", () => {
  assert.equal(pairedRatio([8, 6, 5], [1, 6, 2]), 2.5); // of 8, 1, 2.5; the medians are 6 and 2
});

Deno.test("pairedRatio() refuses times of different rounds", () => {
  assert.throws(() => pairedRatio([1, 2], [1]), /2 rounds with 1/);
});
