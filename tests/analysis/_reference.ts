import assert from "node:assert/strict";
import pl from "nodejs-polars";

/** What make_analysis_reference.py wrote. */
export const REFERENCE = JSON.parse(
  Deno.readTextFileSync(new URL("../fixtures/analysis_reference.json", import.meta.url)),
);

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

/** The reference's sweep as a results frame. */
export function referenceSweep(): pl.DataFrame {
  const columns = REFERENCE.sweep.columns as Record<string, (string | number | null)[]>;
  return pl.DataFrame(
    Object.entries(columns).map(([name, values]) => {
      const words = values.some((value) => typeof value === "string");
      return pl.Series(name, values, words ? pl.Utf8 : pl.Float64);
    }),
  );
}
