import assert from "node:assert/strict";
import text from "../fixtures/analysis_reference.json" with { type: "text" };

/** What make_analysis_reference.py wrote; imported, because reading it would take a permission. */
export const REFERENCE = JSON.parse(text);

/** Asserts that each number agrees to a relative tolerance (absolute below 1). */
export function assertClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance = 1e-9,
): void {
  assert.equal(actual.length, expected.length, "as many numbers");
  for (let i = 0; i < expected.length; i++) {
    const scale = Math.max(1, Math.abs(expected[i]!));
    const off = Math.abs(actual[i]! - expected[i]!);
    assert.ok(off <= tolerance * scale, `number ${i}: ${actual[i]} is not ${expected[i]}`);
  }
}
