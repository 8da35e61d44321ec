import assert from "node:assert/strict";
import { studentInterval } from "../../lib/numbers/student_interval.ts";
import { assertClose } from "./_reference.ts";

Deno.test("studentInterval() agrees with scipy.stats.t.interval", () => {
  const { low, high } = studentInterval([1, 2, 4, 7])!;
  assertClose([low, high], SCIPY, 1e-8);
});

/** t.interval(0.95, 3, loc=3.5, scale=sem([1, 2, 4, 7])) of SciPy 1.17.1. */
const SCIPY = [-0.7099807422985158, 7.709980742298516];

Deno.test("studentInterval() knows nothing of one number", () => {
  assert.equal(studentInterval([3]), null);
});
