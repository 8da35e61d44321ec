import assert from "node:assert/strict";
import { type ExpressionOptions, readExpression } from "../../lib/data/expression.ts";
import { hashMatrix } from "../../lib/data/expression_matrix.ts";
import type { Notice } from "../../lib/data/notices.ts";
import { encode, fixture, gzip, join, withFile } from "./_files.ts";

const TABLE = "sample\tS1\tS2\tS3\nTP53\t1.5\t2\t0\nMYC\t0.25\t-1\t10.123\n";
const VALUES = [1.5, 0.25, 2, -1, 0, Math.fround(10.123)];

const read = (content: string | Uint8Array, options?: ExpressionOptions) =>
  withFile(content, (path) => readExpression(path, options));

/** What was counted, but for what the rows were taken as: every report says that. */
function kinds(report: readonly Notice[]): [string, number][] {
  return report.filter(({ kind }) => !kind.startsWith("rows-are")).map((
    { kind, count },
  ) => [kind, count]);
}

Deno.test("readExpression() turns genes × samples into rows of samples", async () => {
  const { genes, samples, values, report } = await read(TABLE);
  assert.deepEqual(genes, ["TP53", "MYC"]);
  assert.deepEqual(samples, ["S1", "S2", "S3"]);
  assert.deepEqual([...values], VALUES);
  assert.deepEqual(kinds(report), []);
});

Deno.test("readExpression() finds the same content in every way to write the same table", async () => {
  const { hash } = await read(TABLE);
  const lines = TABLE.split(/(?<=\n)/);
  const ways: Record<string, string | Uint8Array> = {
    gzip: gzip(TABLE),
    "several gzip members": join(...lines.map(gzip)),
    "gzip padded with zeros": join(gzip(TABLE), new Uint8Array(512)),
    "carriage returns": TABLE.replaceAll("\n", "\r\n"),
    "byte order mark": "\ufeff" + TABLE,
    "quoted ids": TABLE.replace(/\b[A-Z]\w+/g, '"$&"'),
    "spaces around cells": TABLE.replaceAll("\t", " \t "),
    "every cell in quotes": TABLE.replace(/[^\t\n]+/g, '"$&"'),
    "commas": TABLE.replaceAll("\t", ","),
    "commas and gzip": gzip(TABLE.replaceAll("\t", ",")),
    "commas and every cell in quotes": TABLE.replace(/[^\t\n]+/g, '"$&"').replaceAll("\t", " , "),
    "samples as rows": "gene\tTP53\tMYC\nS1\t1.5\t.25\nS2\t2\t-1\nS3\t0\t10.123\n",
    "other numerals": TABLE.replace("1.5", "+15e-1").replace("0.25", ".2500000000000000000"),
    "carriage returns alone, as old Excel for Mac writes": TABLE.replaceAll("\n", "\r"),
    "carriage returns alone, none at the end": TABLE.trimEnd().replaceAll("\n", "\r"),
    "no final line break": TABLE.trimEnd(),
    "an empty corner, as R writes it": TABLE.replace("sample", '""'),
    "blank lines": TABLE.replaceAll("\n", "\n\n") + "\t\t\n",
  };
  for (const [way, content] of Object.entries(ways)) {
    const orientation = way === "samples as rows" ? "samples" : "auto";
    const matrix = await read(content, { orientation });
    assert.deepEqual([...matrix.values], VALUES, way);
    assert.equal(matrix.hash, hash, way);
  }
});

Deno.test("readExpression() hashes as hashMatrix() does, also where columns were left out", async () => {
  const repeated = "gene\tA\tB\tA\tC\nx\t1\t2\t1\t3\ny\t4\t5\t4\t6\n";
  for (const text of [TABLE, repeated]) {
    const matrix = await read(text);
    assert.equal(matrix.hash, hashMatrix(matrix));
  }
  const plain = await read("gene\tA\tB\tC\nx\t1\t2\t3\ny\t4\t5\t6\n");
  assert.equal((await read(repeated)).hash, plain.hash);
  assert.notEqual((await read(TABLE.replace("1.5", "1.25"))).hash, (await read(TABLE)).hash);
  assert.notEqual((await read(TABLE.replace("MYC", "KRAS"))).hash, (await read(TABLE)).hash);
});

Deno.test("readExpression() rounds every number to the nearest float32, ties to even", async () => {
  const cases = fixture("float32_reference.json") as [string, number][];
  const header = cases.map((_, i) => `S${i}`).join("\t");
  const { values } = await read(`gene\t${header}\nx\t${cases.map(([text]) => text).join("\t")}\n`);
  const bits = new Uint32Array(values.buffer);
  cases.forEach(([text, expected], i) => assert.equal(bits[i], expected, text));
});

Deno.test("readExpression() keeps every cell of a table of many chunks in its place", async () => {
  const genes = 1500, samples = 333;
  const cell = (gene: number, sample: number) => (gene * 7919 + sample * 104729) % 20011 / 1000;
  const rows = Array.from(
    { length: genes },
    (_, gene) =>
      `G${gene}\t` + Array.from({ length: samples }, (_, sample) => cell(gene, sample)).join("\t"),
  );
  const text = ["gene\t" + Array.from({ length: samples }, (_, i) => `S${i}`).join("\t"), ...rows]
    .join("\n");
  assert.ok(text.length > 2.5 * 2 ** 20, "should be longer than two chunks");
  for (const content of [text + "\n", gzip(text + "\n")]) {
    const { values } = await read(content);
    for (let sample = 0; sample < samples; sample++) {
      for (let gene = 0; gene < genes; gene++) {
        const value = values[sample * genes + gene];
        if (value !== Math.fround(cell(gene, sample))) {
          assert.fail(`gene ${gene}, sample ${sample}: ${value}`);
        }
      }
    }
  }
});

Deno.test("readExpression() counts what it notices, with places", async () => {
  const cases: [text: string, report: [string, number][], example: string | undefined][] = [
    ["gene\tA\tB\tC\nx\t1\tNA\t\ny\t2\t3\t4\nz\tnan\t1\tN/A\n", [["missing-cells", 4], [
      "empty-samples",
      1,
    ]], "line 2, column 3"],
    ["gene\tA\nx\t1\nx\t2\nx\t1\n", [["duplicate-genes", 2]], "x"],
    ["gene\tA\tB\tA\nx\t1\t2\t1\n", [["duplicate-samples", 1]], "A"],
    ["gene\tA\n\nx\t1\n\n\ny\t1\n\n", [["blank-lines", 3]], "line 2"],
    ["gene\tA\nx\t1", [["no-final-newline", 1]], undefined],
    ["gene\tA\nx\t32\ny\t0\n", [], undefined],
    ["gene\tA\nx\t32\ny\t65.5\nz\t-1\n", [["large-values", 1]], "-1 to 65.5"],
  ];
  for (const [text, report, example] of cases) {
    const matrix = await read(text);
    assert.deepEqual(kinds(matrix.report), report, text);
    if (!example) continue;
    const found = matrix.report.find(({ kind }) => kind === report[0]![0]);
    assert.equal(found!.examples[0], example);
  }
});

Deno.test("readExpression() keeps missing cells as NaN and leaves mostly empty samples out", async () => {
  const { samples, values } = await read("gene\tA\tB\tC\nx\t1\tNA\t\ny\t2\t3\t4\nz\tnan\t1\tN/A\n");
  assert.deepEqual(samples, ["A", "B"]);
  assert.deepEqual([...values], [1, 2, NaN, NaN, 3, 1]);
});

Deno.test("readExpression() refuses what is not such a table, with place and remedy", async () => {
  const long = gzip(TABLE);
  const flipped = Uint8Array.from(long);
  flipped[flipped.length - 6]! ^= 1; // in the checksum
  const cases: [content: string | Uint8Array, message: RegExp][] = [
    ["", /the file is empty/],
    [gzip(""), /nothing but blank lines/],
    ["\n\n", /nothing but blank lines/],
    ["sample\tA\tB\n", /no row of numbers below the first row/],
    ["sample\nx\ny\n", /line 1: only one column \("sample"\); .*, semicolons or blanks$/],
    ["sample,A,B\nx,1,2,5\n", /line 2: 4 cells where the header has 3; every row needs as many/],
    [
      "sample,A,B\nx,1,5,2,5\n",
      /line 2: 5 cells where the header has 3; where decimals are written/,
    ],
    ["sample,A,B\nx,1;5,2\n", /line 2, column 2 \(row x, column A\): "1;5" is not/],
    [
      'sample,A,B\nx,"1,5",2\n',
      /line 2, column 2 .*"\\"1,5\\"" is not a finite number; write decimals/,
    ],
    ['sample,A,B\n"x,1,2\n', /line 2, column 1: a quoted cell that does not end/],
    ['sample,A,"B\nC\nx,1,2,3\n', /line 1, column 3: a quoted cell that does not end/],
    [
      'sample,A,B\n"x"y,1,2\n',
      /line 2, column 1: a quoted cell .* or continues after its closing quote/,
    ],
    ['sample,A,B\nx,"1,2\n', /line 2, column 2: a quoted cell that does not end/],
    ['sample,A,B\nx,1,2\ny,"1,2\n', /line 3, column 2 \(.*is a quoted cell that does not end/],
    ["gene\tA\t\tC\nx\t1\t2\t3\n", /line 1, column 3: the id is empty/],
    ["gene\tA\tB\n\t1\t2\n", /line 2, column 1: the id is empty/],
    [
      "gene\tA\tB\nx\t1\tabc\n",
      /line 2, column 3 \(row x, column B\): "abc" is not a finite number.*NA/,
    ],
    ["gene\tA\nx\t1,5\n", /line 2, column 2 .*"1,5" is not.*; write decimals with points$/],
    ["gene\tA\nx\t1.2.3\n", /"1\.2\.3" is not/],
    ["gene\tA\nx\t--1\n", /"--1" is not/],
    ["gene\tA\nx\t1e\n", /"1e" is not/],
    ["gene\tA\nx\t.\n", /"\." is not/],
    ["gene\tA\nx\t0x1F\n", /"0x1F" is not/],
    ["gene\tA\nx\tInfinity\n", /"Infinity" is not a finite/],
    ["gene\tA\nx\t-inf\n", /"-inf" is not a finite/],
    ["gene\tA\nx\t1e39\n", /"1e39" is not a finite/],
    ["gene\tA\nx\t1\ry\t2\n", /line 2: 3 cells|line 2, column 2.* is not/],
    ["gene\tA\tB\nx\t1\t2\ny\t1\n", /line 3: 2 cells where the header has 3/],
    ["gene\tA\tB\nx\t1\t2\t3\t4\n", /line 2: 5 cells where the header has 3/],
    ["gene\tA\tB\nx\n", /line 2: 1 cells where the header has 3/],
    ["gene\tB\nx\t1\t2\n", /line 2: 3 cells where the header has 2; every row needs as many/],
    ["gene\tA\tA\nx\t1\t2\n", /column 3: the sample A has different values in column 2/],
    ["gene\tA\tB\nx\tNA\tNA\n", /every sample misses more than half/],
    ["x\t1.5\t2\ny\t1\t2\n", /line 1: numbers where the ids should be/],
    [
      "gene\tTCGA-AA-BBBB-02\nTCGA-AA-BBBB-01\t1\n",
      /rows and columns are both samples \(TCGA barcodes, TCGA barcodes\); one side has to be genes/,
    ],
    ["PK\x03\x04zip", /zip stream ends early after 0 bytes of text; get the file again$/],
    [gzip("PAR1data"), /a Parquet file inside gzip; unpack it/],
    [gzip("\x89HDF").with(10, 0), /gzip stream/],
    [
      join(encode("gene\tA\nx"), Uint8Array.of(0x81), encode("\t1\n")),
      /line 2, column 1: the id is not text/,
    ],
    [long.subarray(0, long.length - 3), /gzip stream ends early after \d+ bytes/],
    [long.subarray(0, 20), /gzip stream ends early/],
    [join(long, long.subarray(0, 12)), /gzip stream ends early/],
    [flipped, /gzip stream is damaged/],
    [join(long, encode("more")), /gzip stream is damaged/],
  ];
  for (const [content, message] of cases) {
    await assert.rejects(read(content), (error: Error) => {
      assert.equal(error.name, "InputError", String(error.stack));
      assert.match(error.message, /^Cannot read .*\.tsv/);
      assert.match(error.message, message);
      return true;
    });
  }
});

Deno.test("readExpression() keeps commas, quotes and tabs that stand in quotes", async () => {
  const { genes, samples, values } = await read(
    '"gene","a,b","c ""d"""\n"GENE, long",1,"2"\n\'plain\',3,4\n',
  );
  assert.deepEqual([genes, samples], [["GENE, long", "'plain'"], ["a,b", 'c "d"']]);
  assert.deepEqual([...values], [1, 3, 2, 4]);
  assert.deepEqual((await read('gene\t"a,b"\tc\nx\t1\t2\n')).samples, ["a,b", "c"]);
});

Deno.test("readExpression() takes Ensembl's versions off, and sees then which ids are the same", async () => {
  const rows = ["ENSG00000000003.14", "ENSG00000000003.2", "ENSG00000182378.15_PAR_Y", "AC004.1"];
  const { genes, report } = await read(`id\tA\n${rows.map((id, i) => `${id}\t${i}\n`).join("")}`);
  const copy = "ENSG00000182378_PAR_Y";
  assert.deepEqual(genes, ["ENSG00000000003", "ENSG00000000003", copy, "AC004.1"]);
  assert.deepEqual(kinds(report), [["gene-versions", 3], ["duplicate-genes", 1]]);
  assert.equal(report[0]!.examples[0], "ENSG00000000003.14 to ENSG00000000003");
});

Deno.test("readExpression() refuses a missing file and a folder", async () => {
  const folder = await Deno.makeTempDir();
  await assert.rejects(readExpression(`${folder}/none.tsv`), {
    name: "InputError",
    message: /no such file/,
  });
  await assert.rejects(readExpression(folder), { name: "InputError", message: /it is a folder/ });
  await Deno.remove(folder);
});
