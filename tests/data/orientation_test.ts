import assert from "node:assert/strict";
import { type ExpressionOptions, readExpression } from "../../lib/data/expression.ts";
import { withFile } from "./_files.ts";

type Orientation = ExpressionOptions["orientation"];

/** A table of these ids, told apart by its numbers: those of the first row are 0, 1, … */
function table(rows: readonly string[], columns: readonly string[], corner = "id"): string {
  const lines = rows.map((id, row) =>
    [id, ...columns.map((_, column) => row * columns.length + column)].join("\t")
  );
  return `${[corner, ...columns].join("\t")}\n${lines.join("\n")}\n`;
}

async function decide(text: string, orientation?: Orientation) {
  const { genes, samples, values, report } = await withFile(
    text,
    (path) => readExpression(path, { orientation }),
  );
  const { kind, count, examples } = report.find(({ kind }) => kind.startsWith("rows-are"))!;
  return { genes, samples, values: [...values], said: [kind, count, examples[0]] };
}

const SAMPLES = ["TCGA-AA-0001-01", "TCGA-AA-0002-01"];
const ENSEMBL = ["ENSG00000000003", "ENSG00000000005", "ENSG00000000419"];
const SYMBOLS = ["TP53", "EGFR", "MYC", "KRAS", "ACTB"];

Deno.test("readExpression() takes the side with TCGA barcodes for the samples, and says so", async () => {
  const asRows = await decide(table(SAMPLES, ["a", "b", "c"]));
  assert.deepEqual(asRows.samples, SAMPLES);
  assert.deepEqual(asRows.genes, ["a", "b", "c"]);
  assert.deepEqual(asRows.values, [0, 1, 2, 3, 4, 5]);
  assert.deepEqual(asRows.said, ["rows-are-samples", 2, "TCGA barcodes in the rows"]);
  const asColumns = await decide(table(["a", "b", "c"], SAMPLES));
  assert.deepEqual(asColumns.samples, SAMPLES);
  assert.deepEqual(asColumns.values, [0, 2, 4, 1, 3, 5]);
  assert.deepEqual(asColumns.said, ["rows-are-genes", 3, "TCGA barcodes in the columns"]);
});

Deno.test("readExpression() knows genes by Ensembl ids, by symbols and by the corner's name", async () => {
  const said = async (rows: string[], columns: string[], corner?: string) =>
    (await decide(table(rows, columns, corner))).said;
  assert.deepEqual(await said(["p", "q"], ENSEMBL), [
    "rows-are-samples",
    2,
    "Ensembl ids in the columns",
  ]);
  assert.deepEqual(await said(ENSEMBL, ["p", "q"]), [
    "rows-are-genes",
    3,
    "Ensembl ids in the rows",
  ]);
  assert.deepEqual(await said(["p"], SYMBOLS), [
    "rows-are-samples",
    1,
    "gene symbols (TP53, EGFR) in the columns",
  ]);
  const custom = "as in UCSC Xena's files, since the ids do not tell";
  assert.deepEqual(await said(["p"], SYMBOLS.slice(1)), ["rows-are-genes", 1, custom]);
  for (const corner of ["gene", "Gene Symbol", "Ensembl_ID", "hugo_symbol", "gene_id"]) {
    assert.deepEqual(
      (await said(["p"], ["q"], corner))[2],
      `the ids' column is called "${corner}"`,
    );
  }
  for (const corner of ["sample", "id", ""]) {
    assert.deepEqual((await said(["p"], ["q"], corner))[2], custom);
  }
});

Deno.test("readExpression() takes the rows for what they are declared to be", async () => {
  const text = table(["p", "q"], ["r", "s", "t"]);
  const asGenes = await decide(text, "genes"), asSamples = await decide(text, "samples");
  assert.deepEqual([asGenes.genes, asGenes.samples], [["p", "q"], ["r", "s", "t"]]);
  assert.deepEqual([asSamples.genes, asSamples.samples], [["r", "s", "t"], ["p", "q"]]);
  assert.deepEqual(asGenes.values, [0, 3, 1, 4, 2, 5]);
  assert.deepEqual(asSamples.values, [0, 1, 2, 3, 4, 5]);
  assert.deepEqual(asGenes.said, ["rows-are-genes", 2, "as declared"]);
  assert.deepEqual((await decide(table(ENSEMBL, ["p"]), "samples")).said[0], "rows-are-samples");
});

Deno.test("readExpression() refuses patients where genes are declared", async () => {
  await assert.rejects(decide(table(SAMPLES, ["a"]), "genes"), {
    name: "InputError",
    message:
      /with genes as rows: the row TCGA-AA-0001-01 is a TCGA sample, not a gene; use --orientation samples$/,
  });
  await assert.rejects(decide(table(["a"], SAMPLES), "samples"), {
    name: "InputError",
    message: /with samples as rows: the column TCGA-AA-0001-01 is a TCGA sample, .* genes$/,
  });
});

Deno.test("readExpression() finds copies and empty samples among rows as among columns", async () => {
  const read = (text: string) =>
    withFile(text, (path) => readExpression(path, { orientation: "samples" }));
  const { samples, values, report } = await read(
    "id\tx\ty\tz\na\t1\t2\t3\nb\tNA\t\t5\na\t1\t2\t3\nc\tNA\t7\t8\n",
  );
  assert.deepEqual(samples, ["a", "c"]);
  assert.deepEqual([...values], [1, 2, 3, NaN, 7, 8]);
  assert.deepEqual(report.map(({ kind, count }) => [kind, count]), [
    ["missing-cells", 3],
    ["rows-are-samples", 4],
    ["duplicate-samples", 1],
    ["empty-samples", 1],
  ]);
  await assert.rejects(read("id\tx\na\t1\n\na\t2\n"), {
    name: "InputError",
    message: /, line 4: the sample a has different values in line 2; remove one/,
  });
});

Deno.test("readExpression() keeps rows of samples in place over many blocks", async () => {
  const rows = Array.from({ length: 200 }, (_, i) => `r${i}`);
  const columns = Array.from({ length: 150 }, (_, i) => `c${i}`), text = table(rows, columns);
  const { values, samples } = await decide(text, "samples");
  assert.deepEqual(samples, rows);
  values.forEach((value, i) => assert.equal(value, i));
});
