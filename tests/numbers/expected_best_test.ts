import assert from "node:assert/strict";
import { expectedBest } from "../../lib/numbers/expected_best.ts";
import { assertClose, REFERENCE } from "./_reference.ts";

Deno.test("expectedBest() is what all possible draws give", () => {
  const { losses, best } = REFERENCE.expected_best as { losses: number[]; best: number[][] };
  for (const [trials, mean, low, high] of best) {
    const [found] = expectedBest([losses], [trials!]);
    assertClose([found!.mean, found!.low, found!.high], [mean!, low!, high!], 1e-9);
  }
});

Deno.test("expectedBest() of one trial is the mean, of very many the minimum, and it never rises", () => {
  const losses = [0.2, 0.3, 0.3, 1];
  const means = (trials: number[]) => expectedBest([losses], trials).map(({ mean }) => mean);
  assertClose(means([1, 1e4]), [0.45, 0.2], 1e-12);
  const curve = means([1, 2, 3, 4, 5, 10, 30]);
  curve.slice(1).forEach((mean, i) => assert.ok(mean < curve[i]!));
});

Deno.test("expectedBest() refuses no losses and no trials", () => {
  assert.throws(() => expectedBest([], [1]), RangeError);
  assert.throws(() => expectedBest([[1], []], [1]), RangeError);
  assert.throws(() => expectedBest([[1]], [2, 0]), RangeError);
});

Deno.test("expectedBest() draws all trials from one pool, each as likely", () => {
  // Two draws from 0 and 1 give 0 three times in four, those from 4 alone 4: 0.375 · 0 + 0.125 · 1 + 0.5 · 4.
  assert.deepEqual(expectedBest([[0, 1], [4]], [2]), [{ mean: 2.125, low: 0, high: 4 }]);
});
