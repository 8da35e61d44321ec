import { strict as assert } from "node:assert";
import { extent } from "../../lib/numbers/extent.ts";
import { functionalAnova } from "../../lib/numbers/functional_anova.ts";
import { shareIntervals } from "../../lib/numbers/share_intervals.ts";
import { totalEffects, totalIntervals, totalShares } from "../../lib/numbers/total_effects.ts";
import { varianceShares } from "../../lib/numbers/variance_shares.ts";
import { normal } from "../../lib/random.ts";
import { assertClose } from "./_reference.ts";

const table = { sizes: [3, 2, 4, 2], seeds: 4, values: normal([1, 2], 3 * 2 * 4 * 2 * 4) };
const values = Float64Array.from(table.values, (value, i) => value + 2 * Math.floor(i / 64));

Deno.test("totalEffects() are the sums of functionalAnova() over the subsets with an axis, with the same intervals", () => {
  const anova = functionalAnova({ ...table, values }), effects = totalEffects({ ...table, values });
  for (const kept of [[0, 1, 2, 3], [1, 3], [2]]) {
    const { totals, corrected } = varianceShares(anova, kept), own = totalShares(effects, kept);
    assertClose([...own.shares], [...totals], 1e-12);
    assertClose([own.whole], [corrected.reduce((a, b) => a + b)], 1e-12);
  }
  const numbers = (found: ReturnType<typeof totalIntervals>) =>
    found.flatMap(({ value, interval }) => [value, interval!.low, interval!.high]);
  assertClose(numbers(totalIntervals(effects)), numbers(shareIntervals(anova).totals), 1e-10);
});

Deno.test("totalEffects() of a table by hand: the optimizer takes part in its effect and the interaction", () => {
  // Effects 1 and 0.5 and an interaction of 0.25: variances 1, 0.25 and 0.0625.
  const cells = [1, -1].flatMap((a) => [1, -1].map((b) => 7 + a + 0.5 * b + 0.25 * a * b));
  const effects = totalEffects({ sizes: [2, 2], seeds: 1, values: Float64Array.from(cells) });
  const { variances, whole } = totalShares(effects);
  assertClose([...variances, whole], [1.0625, 0.3125, 1.3125], 1e-12);
});

Deno.test("totalEffects() of a constant table has no share, and one that lacks a number is refused", () => {
  const constant = { sizes: [2, 2], seeds: 2, values: new Float64Array(8).fill(0.1) };
  assert.deepEqual([...totalShares(totalEffects(constant)).shares], [NaN, NaN]);
  assert.throws(() => totalEffects({ ...constant, values: new Float64Array(7) }), RangeError);
  assert.throws(
    () => totalEffects({ ...constant, values: new Float64Array(8).fill(NaN) }),
    RangeError,
  );
});

Deno.test("extent() takes more values than a call has arguments, and none", () => {
  const many = Array.from({ length: 300_000 }, (_, i) => i);
  assert.throws(() => Math.min(...many), RangeError);
  assert.deepEqual(extent(many), [0, 299_999]);
  assert.deepEqual(extent([]), [Infinity, -Infinity]);
});
