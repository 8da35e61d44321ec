import pl from "nodejs-polars";
import assert from "node:assert/strict";
import { claims } from "../../lib/analysis/claims.ts";
import reference from "../fixtures/claims_reference.json" with { type: "json" };
import { shuffled } from "./_sweeps.ts";

const AXES = ["model", "learning_rate", "latent_size", "optimizer", "batch_size"];

function table(): pl.DataFrame {
  const columns = reference.columns as Record<string, (string | number | null)[]>;
  return pl.DataFrame(
    Object.entries(columns).map(([name, values]) =>
      pl.Series(name, values, typeof values[0] === "string" ? pl.Utf8 : pl.Float64)
    ),
  );
}

Deno.test("claims() agree with an independent implementation, with a further axis and diverged runs, in any order", () => {
  const expected = reference.claims as Record<string, Record<string, number>>;
  for (const frame of [table(), shuffled(table(), 4)]) {
    const rows = claims(frame, { axes: AXES }).toRecords();
    const keys = rows.map(({ claim, part, treatment }) => `${claim} ${part} ${treatment}`);
    assert.deepEqual([...keys].sort(), Object.keys(expected).sort());
    rows.forEach((row, i) => {
      for (const [name, value] of Object.entries(expected[keys[i]!]!)) {
        assert.ok(
          Math.abs(Number(row[name]) - value) < 1e-8,
          `${keys[i]}: ${name} is ${row[name]}, not ${value}`,
        );
      }
    });
  }
});
