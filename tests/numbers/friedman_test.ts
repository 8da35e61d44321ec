import assert from "node:assert/strict";
import { friedmanTest } from "../../lib/numbers/friedman.ts";
import { assertClose, REFERENCE } from "./_reference.ts";

Deno.test("friedmanTest() with ties agrees with SciPy", () => {
  const { blocks, mean_ranks, chi_square, p_value, iman_davenport, critical_difference } =
    REFERENCE.friedman;
  const test = friedmanTest(blocks);
  assertClose(test.meanRanks, mean_ranks, 1e-11);
  assertClose([test.chiSquare, test.pValue, test.imanDavenport], [
    chi_square,
    p_value,
    iman_davenport,
  ], 1e-8);
  assertClose([test.criticalDifference], [critical_difference], 1e-6);
});

Deno.test("friedmanTest() has Demšar's critical differences for 0.05", () => {
  // q₀.₀₅ = 2.343 for 3 and 2.569 for 4 classifiers (Demšar 2006, table 5a).
  const difference = (k: number) =>
    friedmanTest(Array(14).fill(Array(k).fill(0))).criticalDifference;
  assertClose([difference(4)], [2.569 * Math.sqrt(4 * 5 / (6 * 14))], 1e-3);
  assertClose([difference(3)], [2.343 * Math.sqrt(3 * 4 / (6 * 14))], 1e-3);
});

Deno.test("friedmanTest() ranks a diverged treatment last and does not care about scale within a block", () => {
  const { meanRanks } = friedmanTest([[1, 2, Infinity], [Infinity, 5, 6]]);
  assert.deepEqual([...meanRanks], [2, 1.5, 2.5]);
  assert.deepEqual(friedmanTest([[1, 2, 3], [30, 10, 20]]), friedmanTest([[7, 8, 9], [3, 1, 2]]));
});

Deno.test("friedmanTest() of blocks that are all ties shows nothing; perfect agreement shows everything", () => {
  const ties = friedmanTest([[1, 1, 1], [Infinity, Infinity, Infinity]]);
  assert.deepEqual([ties.chiSquare, ties.pValue, ties.imanDavenport], [0, 1, 1]);
  assert.equal(friedmanTest(Array(9).fill([1, 2, 3])).imanDavenport, 0);
});

Deno.test("friedmanTest() refuses one treatment and blocks of different lengths", () => {
  assert.throws(() => friedmanTest([[1], [2]]), RangeError);
  assert.throws(() => friedmanTest([[1, 2], [2]]), RangeError);
  assert.throws(() => friedmanTest([]), RangeError);
});
