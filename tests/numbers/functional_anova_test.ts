import assert from "node:assert/strict";
import { functionalAnova } from "../../lib/numbers/functional_anova.ts";
import { assertClose } from "./_reference.ts";
import { noise } from "../analysis/_sweeps.ts";

/** V_U per subset of the axes, such as "0,2", with one seed. */
function variances(sizes: number[], values: number[]): Record<string, number> {
  const { terms } = functionalAnova({ sizes, seeds: 1, values: Float64Array.from(values) });
  return Object.fromEntries(terms.map((term) => [term.axes.join(), term.products[0]!]));
}

Deno.test("functionalAnova() of a 2 × 2 × 2 table is what a hand computes", () => {
  // y = 10 + 3a + 2b + 1c + 0.5ab + 0.25abc with a, b, c = ±1 has just these coefficients squared as variances.
  const y = [-1, 1].flatMap((a) =>
    [-1, 1].flatMap((b) =>
      [-1, 1].map((c) => 10 + 3 * a + 2 * b + c + 0.5 * a * b + 0.25 * a * b * c)
    )
  );
  const expected = { "0": 9, "1": 4, "2": 1, "0,1": 0.25, "0,2": 0, "1,2": 0, "0,1,2": 0.0625 };
  assert.deepEqual(variances([2, 2, 2], y), expected);
});

Deno.test("functionalAnova() of an additive table with one interaction finds that interaction only", () => {
  const rows = [0, 1, 5], columns = [0, 2, 3, 9];
  const additive = rows.flatMap((row) => columns.map((column) => row + column));
  assertClose([variances([3, 4], additive)["0,1"]!], [0], 1e-12);
  // Adding (+1, −1; −1, +1) on four of twelve cells adds an interaction of variance 4 / 12 and no main effect.
  const bumped = additive.slice();
  for (const [cell, sign] of [[0, 1], [1, -1], [4, -1], [5, 1]] as const) bumped[cell]! += sign;
  const before = variances([3, 4], additive), after = variances([3, 4], bumped);
  assertClose(
    [after["0"]!, after["1"]!, after["0,1"]!],
    [before["0"]!, before["1"]!, 1 / 3],
    1e-12,
  );
});

Deno.test("functionalAnova() terms are orthogonal: their variances add up to the variance of the table", () => {
  const values = noise(5, 3 * 4 * 2 * 5), mean = values.reduce((a, b) => a + b) / values.length;
  const total = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  const parts = Object.values(variances([3, 4, 2, 5], values));
  assert.equal(parts.length, 15);
  assertClose([parts.reduce((a, b) => a + b)], [total], 1e-12);
});

Deno.test("functionalAnova() does not depend on a shift, the order of levels or the order of axes", () => {
  const values = noise(6, 12), expected = variances([3, 4], values);
  const close = (actual: Record<string, number>, keys = ["0", "1", "0,1"]) =>
    assertClose(
      keys.map((key) => actual[key]!),
      ["0", "1", "0,1"].map((key) => expected[key]!),
      1e-10,
    );
  close(variances([3, 4], values.map((value) => value + 1000)));
  close(variances([3, 4], [2, 0, 1].flatMap((row) => values.slice(4 * row, 4 * row + 4))));
  const turned = [0, 1, 2, 3].flatMap((column) =>
    [0, 1, 2].map((row) => values[4 * row + column]!)
  );
  close(variances([4, 3], turned), ["1", "0", "0,1"]);
});

Deno.test("functionalAnova() gives an axis of one level no variance and no degrees of freedom", () => {
  const { terms } = functionalAnova({ sizes: [1, 3], seeds: 1, values: Float64Array.of(1, 2, 6) });
  const shown = terms.map((
    term,
  ) => [term.axes.join(), term.degreesOfFreedom, term.products[0]! > 0]);
  assert.deepEqual(shown, [["0", 0, false], ["1", 2, true], ["0,1", 0, false]]);
});

Deno.test("functionalAnova() refuses numbers that do not fit or are not finite", () => {
  assert.throws(
    () => functionalAnova({ sizes: [2, 2], seeds: 1, values: new Float64Array(3) }),
    RangeError,
  );
  const values = Float64Array.of(1, NaN);
  assert.throws(() => functionalAnova({ sizes: [2], seeds: 1, values }), /2 finite/);
});
