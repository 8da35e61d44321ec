import assert from "node:assert/strict";
import { detectableDifference } from "../../lib/numbers/detectable_difference.ts";
import { assertClose, REFERENCE } from "./_reference.ts";

Deno.test("detectableDifference() agrees with statsmodels and SciPy's noncentral t", () => {
  for (const [freedom, difference] of REFERENCE.power as [number, number][]) {
    assertClose([detectableDifference(freedom)], [difference], 1e-6);
  }
  for (const [freedom, significance, power, difference] of REFERENCE.power_other as number[][]) {
    const found = detectableDifference(freedom!, { significance, power });
    assertClose([found], [difference!], 1e-6);
  }
});

Deno.test("detectableDifference() falls with data and rises with what is asked for", () => {
  assert.ok(detectableDifference(1) > detectableDifference(2));
  assert.ok(detectableDifference(9, { power: 0.9 }) > detectableDifference(9));
  assert.ok(detectableDifference(9, { significance: 0.01 }) > detectableDifference(9));
});

Deno.test("detectableDifference() refuses what makes no sense", () => {
  assert.throws(() => detectableDifference(0), RangeError);
  assert.throws(() => detectableDifference(9, { power: 1 }), RangeError);
  assert.throws(() => detectableDifference(9, { significance: 0.9, power: 0.8 }), RangeError);
});
