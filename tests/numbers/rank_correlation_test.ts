import assert from "node:assert/strict";
import { rankCorrelation } from "../../lib/numbers/rank_correlation.ts";
import { assertClose, REFERENCE } from "./_reference.ts";

Deno.test("rankCorrelation() with ties agrees with SciPy", () => {
  const { x, y, rho } = REFERENCE.spearman, found = rankCorrelation(x, y);
  assertClose([found.rho], [rho], 1e-10);
  // Bonett and Wright: tanh(atanh(ρ) ± 1.96 √((1 + ρ²/2) / (15 − 3))).
  const half = 1.959964 * Math.sqrt((1 + rho * rho / 2) / 12);
  assertClose([found.low!, found.high!], [
    Math.tanh(Math.atanh(rho) - half),
    Math.tanh(Math.atanh(rho) + half),
  ], 1e-6);
});

Deno.test("rankCorrelation() is 1, −1 or not defined, and needs four pairs for an interval", () => {
  assert.deepEqual(rankCorrelation([1, 2, 3], [2, 4, 9]), { rho: 1, low: null, high: null });
  assert.equal(rankCorrelation([1, 2, 3, 4], [9, 5, 4, 1]).rho, -1);
  assert.ok(Number.isNaN(rankCorrelation([1, 1, 1, 1], [1, 2, 3, 4]).rho));
  assert.throws(() => rankCorrelation([1], [1, 2]), RangeError);
});
