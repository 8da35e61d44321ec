import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import pl, { type Series } from "nodejs-polars";
import { type ExpressionOptions, readExpression } from "../../lib/data/expression.ts";
import type { ExpressionMatrix } from "../../lib/data/expression_matrix.ts";
import { CASES, withFile } from "./_files.ts";

const bytes = (columns: Record<string, unknown[] | Series>) =>
  new Uint8Array(pl.DataFrame(columns).writeParquet());
const read = (content: Uint8Array, options?: ExpressionOptions) =>
  withFile(content, (path) => readExpression(path, options));
/** What tests/fixtures/make_parquet.py wrote by pandas and pyarrow. */
const FOLDER = fileURLToPath(new URL("../fixtures/parquet", import.meta.url));

/** What was left out of a matrix as no gene or no sample, by kind. */
function leftOut({ report }: ExpressionMatrix): Record<string, readonly string[]> {
  const left = report.filter(({ kind }) => /-no-(genes|samples)$/.test(kind));
  return Object.fromEntries(left.map(({ kind, examples }) => [kind, examples]));
}

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
    { kind: "large-values", count: 1, examples: ["-0.5 to 16,777,216"] },
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

Deno.test("readExpression() leaves out the numbers of rows that a filtered pandas frame keeps", async () => {
  const matrix = await readExpression(`${FOLDER}/filtered_samples.parquet`);
  assert.deepEqual(matrix.samples, [1, 2, 3, 4, 5].map((i) => `ACH-00000${i}`));
  assert.deepEqual(matrix.genes, ["TP53", "MYC"]);
  assert.deepEqual([...matrix.values], [1.5, 2, 2.5, 4, 3.5, 6, 4.5, 8, 5.5, 10]);
  assert.deepEqual(leftOut(matrix), { "columns-no-genes": ["disease", "__index_level_0__"] });
  // Without pandas' notes the name alone says it; so it does of what reset_index() makes.
  for (const name of ["__index_level_0__", "index", "level_0"]) {
    const plain = await read(bytes({
      [name]: pl.Series(name, [4, 9], pl.Int64),
      gene: ["TP53", "MYC"],
      A: [1.5, 2.5],
    }));
    assert.deepEqual([plain.samples, [...plain.values]], [["A"], [1.5, 2.5]]);
    assert.deepEqual(leftOut(plain), { "columns-no-samples": [name] });
  }
});

Deno.test({
  name: "readExpression() reads the case parquet-pandas-index: 24 samples",
  ignore: CASES === undefined,
  async fn() {
    const matrix = await readExpression(
      `${CASES}/parquet-pandas-index/pq_filtered_int_index.parquet`,
    );
    // The names, and two numbers as pandas.read_parquet shows them.
    const samples = Array.from({ length: 24 }, (_, i) => `S${`${i + 1}`.padStart(2, "0")}`);
    assert.deepEqual([matrix.samples, matrix.genes.length], [samples, 19]);
    assert.deepEqual(matrix.genes.slice(0, 3), ["EGFR", "MYC", "KRAS"]);
    assert.deepEqual([...matrix.values.slice(0, 3)], [7.2, 6.508, 6.34].map(Math.fround));
    assert.equal(matrix.values[2 * 19 + 1], Math.fround(6.82));
    assert.deepEqual(leftOut(matrix), { "columns-no-samples": ["__index_level_0__"] });
  },
});

Deno.test("readExpression() takes a pandas index for the ids, and leaves out other names of genes", async () => {
  const ensembl = ["ENSG00000141510", "ENSG00000146648", "ENSG00000136997"];
  const cases = {
    "named_index": [ensembl, "symbol"],
    "two_levels": [ensembl, "also called"],
    "constant_level": [["TP53", "EGFR", "MYC"], "why"],
    "entrez_index": [["7157", "1956", "4609"], "symbol"],
  } as const;
  for (const [name, [ids, other]] of Object.entries(cases)) {
    const matrix = await readExpression(`${FOLDER}/${name}.parquet`);
    assert.deepEqual([matrix.genes, matrix.samples], [ids, ["A", "B"]], name);
    assert.deepEqual([...matrix.values], [1, 2, 3, 4.5, 5.5, 6.5], name);
    assert.deepEqual(leftOut(matrix), { "columns-no-samples": [other] }, name);
  }
});

Deno.test("readExpression() takes the column that --gene-column names, and refuses one that is none", async () => {
  const path = `${FOLDER}/named_index.parquet`;
  const { genes, report } = await readExpression(path, { geneColumn: "symbol" });
  assert.deepEqual(genes, ["TP53", "EGFR", "MYC"]);
  assert.deepEqual(report.find(({ kind }) => kind === "columns-no-samples")?.examples, ["key"]);
  const unknown = await read(bytes({ key: ["g1", "g2"], probe: ["x", "y"], A: [1.5, 2] }), {
    geneColumn: "key",
  }).catch((error) => error);
  assert.match(
    unknown.message,
    /, column probe: it holds texts \(such as "x"\), and so does "key"/,
  );
  const told = await read(bytes({ probe_id: ["x", "y"], key: ["g1", "g2"], A: [1.5, 2] }), {
    geneColumn: "key",
  });
  assert.deepEqual([told.genes, told.source?.why], [["g1", "g2"], "--gene-column key"]);
  for (
    const [geneColumn, message] of [
      ["name", /^--gene-column: got "name", the columns are "symbol", "A", "B", "key"$/],
      ["B", /^--gene-column: got "B", which holds Float64; ids are texts or whole numbers$/],
    ] as const
  ) {
    await assert.rejects(readExpression(path, { geneColumn }), { name: "InputError", message });
  }
});

Deno.test("readExpression() prefers columns that are called as ids are, in any order", async () => {
  const matrix = await read(
    bytes({
      cancer_type: ["LUAD", "BRCA"],
      TP53: [1.5, 2.5],
      is_male: pl.Series("is_male", [true, false], pl.Bool),
      Sample_ID: ["s1", "s2"],
    }).slice(),
    { orientation: "samples" },
  ).catch((error) => error);
  assert.match(matrix.message, /, column is_male: it holds Bool, no numbers; leave it out$/);
  const known = await read(bytes({
    cancer_type: ["LUAD", "BRCA"],
    TP53: [1.5, 2.5],
    status: pl.Series("status", [true, false], pl.Bool),
    Sample_ID: ["s1", "s2"],
  }));
  assert.deepEqual([known.samples, known.genes], [["s1", "s2"], ["TP53"]]);
  const distinct = await read(bytes({
    symbol: ["PINX1", "PINX1"],
    ensembl_id: ["ENSG00000254093", "ENSG00000258724"],
    A: [1.5, 2.5],
  }));
  assert.deepEqual(distinct.genes, ["ENSG00000254093", "ENSG00000258724"]);
  assert.deepEqual(leftOut(known), { "columns-no-genes": ["cancer_type", "status"] });
});

Deno.test("readExpression() reads every kind of number that pyarrow writes, and any name of a column", async () => {
  const { samples, values } = await readExpression(`${FOLDER}/kinds.parquet`);
  assert.deepEqual(samples, ["half", "decimal", "codes", "large", "a.b", "^a.*$", "*"]);
  assert.deepEqual([...values], [
    ...[1, 0.5, 65504],
    ...[1.25, -0.5, NaN],
    ...[5, 6, 5],
    ...[1, 2, 2 ** 63 + 2 ** 40],
    ...[1, 2, 3],
    ...[4, 5, 6],
    ...[7, 8, 9],
  ]);
  const { genes } = await readExpression(`${FOLDER}/bytes.parquet`);
  assert.deepEqual(genes, ["TP53", "µ-g"]);
  assert.deepEqual((await readExpression(`${FOLDER}/views.parquet`)).genes, ["TP53", "MYC"]);
  await assert.rejects(readExpression(`${FOLDER}/twice.parquet`), {
    name: "InputError",
    message: /: two columns are called "A"; give each a name of its own$/,
  });
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
      /: no column of ids among "A", "B"; one column has to hold them as texts \(R writes no row names: add them as a column\)$/,
    ],
    [
      bytes({ id: ["x"], note: ["y"], A: [1.5] }),
      /, column note: it holds texts \(such as "y"\), and so does "id", which is taken for the ids; leave one out, or name the genes' with --gene-column$/,
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
