import assert from "node:assert/strict";
import pl, { type Series } from "nodejs-polars";
import { readExpression } from "../../lib/data/expression.ts";
import { readPhenotype } from "../../lib/data/phenotype.ts";
import { withFile } from "./_files.ts";

const bytes = (columns: Record<string, unknown[] | Series>) =>
  new Uint8Array(pl.DataFrame(columns).writeParquet());
const read = (content: Uint8Array) => withFile(content, (path) => readExpression(path));

Deno.test("readExpression() reads whole numbers, floats of both sizes and gaps from Parquet", async () => {
  const { genes, samples, values, report } = await read(bytes({
    A: pl.Series("A", [1, 2, 3], pl.Int64),
    gene: ["x", "y", "z"],
    B: pl.Series("B", [0.1, null, NaN], pl.Float64),
    C: pl.Series("C", [-0.5, 2, 7], pl.Float32),
    D: pl.Series("D", [255, 0, 1], pl.UInt8),
    E: pl.Series("E", [1e-50, 1 / 3, 16777217], pl.Float64),
  }));
  assert.deepEqual([genes, samples], [["x", "y", "z"], ["A", "C", "D", "E"]]);
  const third = Math.fround(1 / 3);
  assert.deepEqual([...values], [1, 2, 3, -0.5, 2, 7, 255, 0, 1, 0, third, 16777216]);
  assert.deepEqual(report.filter(({ kind }) => !kind.startsWith("rows")), [
    { kind: "missing-cells", count: 2, examples: ["row 2, column B"] },
    { kind: "large-values", count: 1, examples: ["-0.5 to 16777216"] },
    { kind: "empty-samples", count: 1, examples: ["B"] },
  ]);
});

Deno.test("readExpression() takes whole numbers for ids where their column is called so", async () => {
  const { genes, samples } = await read(bytes({
    entrez_gene_id: pl.Series("entrez_gene_id", [7157, 4609], pl.Int64),
    A: pl.Series("A", [1, 2], pl.Int64),
  }));
  assert.deepEqual([genes, samples], [["7157", "4609"], ["A"]]);
});

Deno.test("readExpression() keeps every number of many columns in place", async () => {
  const rows = 300, columns = 257;
  const frame: Record<string, unknown[]> = {
    gene_id: Array.from({ length: rows }, (_, i) => `g${i}`),
  };
  for (let column = 0; column < columns; column++) {
    frame[`s${column}`] = Array.from({ length: rows }, (_, row) => row * columns + column + 0.5);
  }
  const { values } = await read(bytes(frame));
  for (let column = 0; column < columns; column++) {
    for (let row = 0; row < rows; row++) {
      assert.equal(values[column * rows + row], row * columns + column + 0.5);
    }
  }
});

Deno.test("readExpression() refuses Parquet that is not such a table, with place and remedy", async () => {
  const good = bytes({ gene: ["x", "y"], A: [1.5, 2], B: [0.5, 3] });
  const cases: [content: Uint8Array, message: RegExp][] = [
    [
      bytes({ A: [1.5], B: [2.5] }),
      /: no column of ids among "A", "B"; one column has to hold them/,
    ],
    [
      bytes({ id: ["x"], note: ["y"], A: [1.5] }),
      /: 2 columns of texts \("id", "note"\); leave the one/,
    ],
    [bytes({ id: ["x"], A: [true] }), /, column A: it holds Bool, no numbers; leave it out$/],
    [bytes({ id: ["x"] }), /: there is no column of numbers$/],
    [
      bytes({ id: pl.Series("id", [], pl.String), A: pl.Series("A", [], pl.Float64) }),
      /has no rows$/,
    ],
    [bytes({ id: ["x", ""], A: [1.5, 2] }), /, row 2, column id: the id is empty/],
    [bytes({ id: ["x", null], A: [1.5, 2] }), /, row 2, column id: the id is empty/],
    [bytes({ id: ["x\u001b[2J"], A: [1.5] }), /, row 1, column id: the id is not text/],
    [bytes({ id: ["x"], "A\nCannot": [1.5] }), /, column A\\nCannot: the id is not text/],
    [bytes({ id: ["x"], A: [Infinity] }), /, row 1, column A: it is not a finite number/],
    [bytes({ id: ["x"], A: [1e39] }), /, row 1, column A: it is not a finite number/],
    [
      good.subarray(0, good.length - 9),
      /: its Parquet is damaged or of an unsupported kind \(.*\); get the/,
    ],
    [good.subarray(0, 12), /: its Parquet is damaged or of an unsupported kind/],
  ];
  for (const [content, message] of cases) {
    await assert.rejects(read(content), (error: Error) => {
      assert.equal(error.name, "InputError", String(error.stack));
      assert.match(error.message, message);
      assert.ok(!/\n/.test(error.message) && !error.message.includes("\u001b"), error.message);
      return true;
    });
  }
});

Deno.test("readExpression() names column and row of samples that differ under one id", async () => {
  const content = bytes({ id: ["TCGA-AA-0001-01", "TCGA-AA-0001-01"], g: [1.5, 2] });
  await assert.rejects(read(content), {
    name: "InputError",
    message: /, row 2: the sample TCGA-AA-0001-01 has different values in row 1; remove one/,
  });
});

Deno.test("readPhenotype() refuses Parquet, saying what to do", async () => {
  const content = bytes({ sample: ["a"], disease: ["b"] });
  await assert.rejects(withFile(content, (path) => readPhenotype(path)), {
    name: "InputError",
    message:
      /: Parquet holds no phenotype table; give tab- or comma-separated text with a row per sample$/,
  });
});
