import assert from "node:assert/strict";
import { quantile } from "../../lib/numbers/quantile.ts";
import { assertClose, REFERENCE } from "./_reference.ts";

Deno.test("quantile() agrees with NumPy", () => {
  const sorted = Float64Array.from(REFERENCE.spearman.x).sort();
  const reference = REFERENCE.quantiles as [number, number][];
  assertClose(
    reference.map(([q]) => quantile(sorted, q)),
    reference.map(([, value]) => value),
    1e-12,
  );
});

Deno.test("quantile() is exact at the ends, also next to infinity", () => {
  assert.equal(quantile([7], 0.3), 7);
  assert.equal(quantile([1, Infinity, Infinity], 1), Infinity);
  assert.equal(quantile([1, Infinity], 0), 1);
});

Deno.test("quantile() refuses no values and a probability outside [0, 1]", () => {
  assert.throws(() => quantile([], 0.5), RangeError);
  assert.throws(() => quantile([1], 1.1), RangeError);
  assert.throws(() => quantile([1], NaN), RangeError);
});
