import assert from "node:assert/strict";
import { subTable } from "../../lib/numbers/sub_table.ts";

Deno.test("subTable() of all levels is the table, of one each a single value", () => {
  const values = Float64Array.from({ length: 24 }, (_, i) => i), sizes = [2, 3, 4];
  const all = subTable(values, { sizes, kept: [[0, 1], [0, 1, 2], [0, 1, 2, 3]] });
  assert.deepEqual(all, values);
  assert.deepEqual([...subTable(values, { sizes, kept: [[1], [0], [2]] })], [14]);
});
