import assert from "node:assert/strict";
import { describeNotices } from "../../lib/data/notices.ts";

Deno.test("describeNotices() gives a line per kind with its count and first examples", () => {
  const lines = describeNotices([
    { kind: "missing-cells", count: 12345, examples: ["line 2, column 3"] },
    { kind: "fewer-genes", count: 40, examples: [] },
    { kind: "duplicate-samples", count: 1, examples: ["S1"] },
    { kind: "rows-are-samples", count: 40, examples: ["as declared"] },
  ]);
  assert.deepEqual(lines, [
    "Cells that are empty or NA: 12,345 (line 2, column 3, …)",
    "Genes are all used, as there are fewer than the default of 5000: 40",
    "Sample columns left out as exact copies of an earlier one: 1 (S1)",
    "Rows taken as samples, columns as genes: 40 (as declared)",
  ]);
});

Deno.test("describeNotices() shows different examples, as many as go into a line", () => {
  const long = "x".repeat(90);
  const lines = describeNotices([
    { kind: "columns-no-samples", count: 64, examples: ["Detection Pval", "Detection Pval"] },
    { kind: "gene-versions", count: 2, examples: [long, `${long}y`] },
  ]);
  assert.deepEqual(lines, [
    "Columns left out as they are no samples: 64 (Detection Pval, …)",
    `Gene ids without their Ensembl version: 2 (${long}, …)`,
  ]);
});

Deno.test("describeNotices() tells a range without a count, and keeps names on their line", () => {
  const lines = describeNotices([
    { kind: "large-values", count: 1, examples: ["0 to 5,214"] },
    { kind: "unmatched-samples", count: 1, examples: ["S\u001b[2J\n1"] },
  ]);
  assert.match(lines[0]!, /\(if they are none, .*\): 0 to 5,214$/);
  assert.match(lines[1]!, /: 1 \(S\\x1b\[2J\\n1\)$/);
});
