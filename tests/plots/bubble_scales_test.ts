import assert from "node:assert/strict";
import { colorLabels, colorScale, rateScale, sizeTicks } from "../../lib/plots/_bubble_scales.ts";

Deno.test("colorScale() keeps all values without outliers and ticks evenly in the logarithm", () => {
  const scale = colorScale([1, 10, 100, 1000, 10000]);
  assert.deepEqual(scale.domain.map((v) => Number(v.toPrecision(9))), [1, 10000]);
  assert.deepEqual(scale.ticks.map((v) => Number(v.toPrecision(9))), [1, 10, 100, 1000, 10000]);
  assert.deepEqual([scale.type, scale.below, scale.above], ["log", 0, 0]);
});

Deno.test("colorScale() clips beyond 1.5 interquartile ranges of the logarithms, on both sides", () => {
  // log10: −9, then 0 … 8 by 1, then 20: quartiles 1.5 and 6.5 … fences at −6 and 14.
  const values = [1e-9, 1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e20];
  const { domain, below, above } = colorScale(values);
  assert.deepEqual(domain.map((v) => Number(v.toPrecision(9))), [1, 1e8]);
  assert.deepEqual([below, above], [1, 1]);
  const labels = colorLabels(colorScale(values));
  assert.deepEqual([labels[0], labels[4]], ["≤ 1", "≥ 1e8"]);
});

Deno.test("colorScale() has two ends for one value, for equal values and for none", () => {
  for (const values of [[0.4], [0.4, 0.4, 0.4], []]) {
    const { domain: [low, high], above, below } = colorScale(values);
    const value = values[0] ?? 1;
    assert.ok(low < value && value < high, `${low} ${high}`);
    assert.deepEqual([above, below], [0, 0]);
  }
});

Deno.test("colorScale() is linear where a value has no logarithm", () => {
  const { type, domain } = colorScale([-2, 0, 6]);
  assert.deepEqual([type, domain], ["linear", [-2, 6]]);
});

Deno.test("colorLabels() tell their ticks apart, however close", () => {
  const labels = colorLabels(colorScale([0.33301, 0.33302, 0.33303]));
  assert.equal(new Set(labels).size, 5);
});

Deno.test("sizeTicks() are at most four, ascend and end at the largest count", () => {
  assert.deepEqual([1, 2, 3, 34, 100].map(sizeTicks), [
    [1],
    [1, 2],
    [1, 2, 3],
    [5, 10, 20, 34],
    [10, 20, 50, 100],
  ]);
});

Deno.test("rateScale() keeps the closest learning rates apart and every rate inside", () => {
  for (const rates of [[0.1, 0.01, 0.001], [0.03, 0.01, 0.005], [0.001]]) {
    const { domain: [low, high], height } = rateScale(rates, 30);
    const at = rates.map((rate) => height * Math.log10(rate / low) / Math.log10(high / low)).sort((
      a,
      b,
    ) => a - b);
    assert.ok(at.every((y) => y > 14 && y < height - 14), String(at));
    for (let i = 1; i < at.length; i++) assert.ok(at[i]! - at[i - 1]! > 29.5, String(at));
  }
});
