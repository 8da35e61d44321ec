import assert from "node:assert/strict";
import pl from "nodejs-polars";
import {
  type DownstreamReferenceRow,
  downstreamReferences,
} from "../../lib/analysis/downstream_references.ts";
import { COMPARED, DOWNSTREAM, REFERENCES, RESULTS } from "./_downstream.ts";
import { assertClose } from "./_reference.ts";
import { shuffled } from "./_sweeps.ts";

const rowsOf = (frame: pl.DataFrame) => frame.toRecords() as unknown as DownstreamReferenceRow[];
const key = (row: DownstreamReferenceRow) =>
  [row.model, row.label, row.classifier, row.measure, row.representation].join();

function assertReference(rows: readonly DownstreamReferenceRow[]) {
  assert.equal(rows.length, COMPARED.length);
  const found = new Map(rows.map((row) => [key(row), row]));
  for (const expected of COMPARED) {
    const row = found.get(key(expected))!;
    assert.deepEqual([row.components, row.seeds], [expected.components, expected.seeds]);
    for (const name of ["model_score", "reference_score", "difference", "low", "high"] as const) {
      assertClose([row[name]!], [expected[name]!], 1e-9);
    }
  }
}

Deno.test("downstreamReferences() agree with pandas and SciPy, in any order of rows and columns", () => {
  const rows = rowsOf(downstreamReferences(RESULTS, DOWNSTREAM, { references: REFERENCES }));
  assert.ok(rows.every(({ chosen_on }) => chosen_on === "validation"));
  assertReference(rows);
  const references = shuffled(REFERENCES, 8);
  assertReference(
    rowsOf(downstreamReferences(shuffled(RESULTS, 6), shuffled(DOWNSTREAM, 7), { references })),
  );
});

Deno.test("downstreamReferences() of one seed have no interval, and splits without references take no part", () => {
  const one = REFERENCES.filter(pl.col("split_seed").eq(pl.lit(2)));
  const rows = rowsOf(downstreamReferences(RESULTS, DOWNSTREAM, { references: one }));
  assert.ok(rows.length > 0);
  assert.ok(rows.every(({ seeds, low, high }) => seeds === 1 && low === null && high === null));
  const none = REFERENCES.filter(pl.col("split_seed").eq(pl.lit(99)));
  assert.equal(downstreamReferences(RESULTS, DOWNSTREAM, { references: none }).height, 0);
});

Deno.test("downstreamReferences() leave a model out of which every run diverged", () => {
  const gone = RESULTS.withColumns(
    pl.Series(
      "status",
      RESULTS.toRecords().map((row) => row.model === "vae" ? "diverged" : String(row.status)),
      pl.Utf8,
    ),
  );
  const rows = rowsOf(downstreamReferences(gone, DOWNSTREAM, { references: REFERENCES }));
  assert.deepEqual([...new Set(rows.map(({ model }) => model))], ["iwae"]);
});
