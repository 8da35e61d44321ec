import assert from "node:assert/strict";
import { wilsonInterval } from "../../lib/numbers/wilson_interval.ts";
import { assertClose, REFERENCE } from "./_reference.ts";

Deno.test("wilsonInterval() agrees with statsmodels", () => {
  for (
    const [successes, trials, low, high] of REFERENCE.wilson as [number, number, number, number][]
  ) {
    const interval = wilsonInterval(successes, trials);
    assertClose([interval.low, interval.high], [low, high]);
  }
});

Deno.test("wilsonInterval() holds the share, is symmetric and narrows with the trials", () => {
  for (const [k, n] of [[0, 4], [1, 4], [3, 7], [7, 7]] as const) {
    const { low, high } = wilsonInterval(k, n), mirrored = wilsonInterval(n - k, n);
    assert.ok(0 <= low && low <= k / n && k / n <= high && high <= 1);
    assertClose([1 - mirrored.high, 1 - mirrored.low], [low, high], 1e-14);
    const more = wilsonInterval(10 * k, 10 * n);
    assert.ok(more.high - more.low < high - low);
  }
});

Deno.test("wilsonInterval() knows nothing without trials and refuses what is not a count", () => {
  assert.deepEqual(wilsonInterval(0, 0), { low: 0, high: 1 });
  for (const [k, n] of [[-1, 3], [4, 3], [0.5, 3], [1, NaN]] as const) {
    assert.throws(() => wilsonInterval(k, n), RangeError);
  }
});
