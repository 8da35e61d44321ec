import assert from "node:assert/strict";
import { newcombeInterval } from "../../lib/numbers/newcombe_interval.ts";
import { assertClose, REFERENCE } from "./_reference.ts";

Deno.test("newcombeInterval() agrees with statsmodels", () => {
  for (const [a, n, b, m, low, high] of REFERENCE.newcombe as number[][]) {
    const interval = newcombeInterval(
      { successes: a!, trials: n! },
      { successes: b!, trials: m! },
    );
    assertClose([interval.low, interval.high], [low!, high!]);
  }
});

Deno.test("newcombeInterval() changes sign with the order and stays within −1 … 1", () => {
  const all = { successes: 12, trials: 12 }, none = { successes: 0, trials: 5 };
  const { low, high } = newcombeInterval(all, none), other = newcombeInterval(none, all);
  assertClose([-other.high, -other.low], [low, high], 1e-14);
  assert.ok(low > 0 && high === 1);
});

Deno.test("newcombeInterval() knows nothing if one share has no trials", () => {
  const none = { successes: 0, trials: 0 };
  assert.deepEqual(newcombeInterval(none, { successes: 1, trials: 2 }), { low: -1, high: 1 });
});
