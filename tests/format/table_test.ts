import assert from "node:assert/strict";
import { formatNumber } from "../../lib/format/number.ts";
import { formatTable } from "../../lib/format/table.ts";

const COLUMNS = [
  { title: "model", value: (row: { model: string }) => row.model },
  { title: "MSE", value: (row: { mse: number | null }) => row.mse },
];

Deno.test("formatTable() sets words flush left and numbers flush right, under a rule", () => {
  const table = formatTable(
    [{ model: "vae", mse: 0.31847 }, { model: "info-vae", mse: null }],
    COLUMNS,
  );
  assert.deepEqual(table.split("\n"), [
    "model       MSE",
    "────────  ─────",
    "vae       0.318",
    "info-vae      –",
  ]);
});

Deno.test("formatTable() says how many rows there are where it leaves some out", () => {
  const rows = Array.from({ length: 12 }, (_, i) => ({ model: `m${i}`, mse: i }));
  const lines = formatTable(rows, COLUMNS, { limit: 5 }).split("\n");
  assert.deepEqual([lines.length, lines.at(-1)], [8, "5 of 12 rows"]);
  assert.equal(formatTable(rows, COLUMNS).split("\n").length, 14);
});

Deno.test("formatTable() shows control characters instead of sending them to the terminal", () => {
  const table = formatTable([{ model: "a\u001b[31m\nb\u009b2J", mse: 1 }], COLUMNS);
  assert.equal(table.split("\n").length, 3);
  // deno-lint-ignore no-control-regex -- that none is left is the point
  assert.doesNotMatch(table.replaceAll("\n", ""), /[\u0000-\u001f\u007f-\u009f]/);
});

Deno.test("formatNumber() rounds to significant digits and never shows a small number as 0", () => {
  const shown = [0, 0.05, 0.001, 0.00099, -1e-9, 12.345, 1e-5, 999999, 1e6, -0.5].map((v) =>
    formatNumber(v)
  );
  assert.deepEqual(shown, [
    "0",
    "0.05",
    "0.001",
    "9.9e-4",
    "-1e-9",
    "12.3",
    "1e-5",
    "999999",
    "1e6",
    "-0.5",
  ]);
  assert.equal(formatNumber(0.123456, 5), "0.12346");
});

Deno.test("formatNumber() tells what is missing from what is not finite", () => {
  assert.deepEqual([null, undefined, NaN, Infinity, -Infinity].map((v) => formatNumber(v)), [
    "–",
    "–",
    "NaN",
    "∞",
    "-∞",
  ]);
});
