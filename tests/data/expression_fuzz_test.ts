import assert from "node:assert/strict";
import { type ExpressionOptions, readExpression } from "../../lib/data/expression.ts";
import type { ExpressionMatrix } from "../../lib/data/expression_matrix.ts";
import { InputError } from "../../lib/errors.ts";
import { uniform } from "../../lib/random.ts";
import { inputs } from "../_length.ts";
import { encode, gzip } from "./_files.ts";
import { mutate } from "./_mutate.ts";
import { type PlainTable, readPlainly } from "./_text_oracle.ts";

const TABLE =
  "sample\tS1\tS2\tS3\nTP53\t1.5\t2\t0\nMYC\t0.25\t-1\t10.123\nEGFR\tNA\t3e-1\t7.000000001\n";
const CSV = TABLE.replaceAll("\t", ",");
/** The same in every way in which a text may be written. */
const TABLES = [
  TABLE,
  CSV,
  CSV.replace(/[^,\n]+/g, '"$&"'),
  '"id","S, 1","S ""2"""\r\n"MYCN, long",1.5,"2"\r\nother, -3 ,""\r\n',
  TABLE.replace("sample", '""').replace(/\b[A-Z]\w+/g, '"$&"'),
  "\ufeff" + TABLE.replaceAll("\n", "\r\n"),
  TABLE.replaceAll("\n", "\r"),
  TABLE.replaceAll("\t", ";").replaceAll(".", ","),
  TABLE.replace("sample\t", "").replaceAll("\t", " ").replace(/\b[A-Z]\w+/g, '"$&"'),
  CSV.replaceAll("\n", ",,\n"),
  "# by 1, 2, 3\n" + TABLE.replace("S2", '"S\n2"'),
];
const TEXTS = inputs(20_000), PACKED = inputs(2000);

async function attempt(
  path: string,
  bytes: Uint8Array,
  options?: ExpressionOptions,
): Promise<ExpressionMatrix | InputError> {
  Deno.writeFileSync(path, bytes);
  return await readExpression(path, options).catch((error) => {
    if (error instanceof InputError) return error;
    throw error;
  });
}

async function withPath(use: (path: string) => Promise<void>): Promise<void> {
  const path = await Deno.makeTempFile();
  try {
    await use(path);
  } finally {
    await Deno.remove(path);
  }
}

/** Holds what was read against the oracle's table; `rows` says what its rows are. */
function compare(
  { genes, samples, values, report }: ExpressionMatrix,
  expected: PlainTable,
  rows: "genes" | "samples",
  shown: string,
): void {
  const [allGenes, allSamples] = rows === "genes"
    ? [expected.rows, expected.columns]
    : [expected.columns, expected.rows];
  const cell = (gene: number, sample: number) =>
    rows === "genes" ? expected.numbers[gene]![sample]! : expected.numbers[sample]![gene]!;
  assert.deepEqual(genes, allGenes, shown);
  const kept = samples.map((sample) => allSamples.indexOf(sample));
  const found = kept.flatMap((sample) => allGenes.map((_, gene) => cell(gene, sample)));
  assert.deepEqual([...values], found, shown);
  const left = report.filter(({ kind }) => kind === "empty-samples" || kind === "duplicate-samples")
    .reduce((sum, { count }) => sum + count, 0);
  assert.equal(kept.length + left, allSamples.length, shown);
}

Deno.test("readExpression() reads changed tables as plain string functions do, or refuses them", () =>
  withPath(async (path) => {
    let read = 0, refused = 0;
    for (let i = 0; i < TEXTS; i++) {
      const [which, twice] = [...uniform([i, 1], 2)] as [number, number];
      let bytes = mutate(encode(TABLES[Math.floor(which * TABLES.length)]!), i, 0);
      if (twice < 0.3) bytes = mutate(bytes, i, 2);
      const rows = i % 3 === 0 ? "samples" : "genes", expected = readPlainly(bytes);
      const found = await attempt(path, bytes, { orientation: rows });
      const shown = `case ${i}, ${rows}: ${JSON.stringify(new TextDecoder().decode(bytes))}`;
      if (found instanceof InputError) {
        // A repeated sample or one that is mostly missing is sound as a table, and refused or left out.
        const isUnusual =
          /has different values in|misses more than half|numbers where|ends with an empty cell below|either the header lacks|two ways|no (column|row) is a gene/;
        const isWrong = expected !== undefined && !isUnusual.test(found.message);
        assert.ok(!isWrong, `refused ${shown}: ${found.message}`);
        // deno-lint-ignore no-control-regex -- whatever a file holds, its error is one line of text
        assert.doesNotMatch(found.message, /[\x00-\x1f\x7f]/, shown);
        refused++;
      } else {
        assert.ok(expected, `read ${shown}`);
        compare(found, expected, rows, shown);
        read++;
      }
    }
    assert.ok(read > TEXTS / 8 && refused > TEXTS / 8, `${read} read, ${refused} refused`);
  }));

Deno.test("readExpression() reads a changed gzip file as it was, or refuses it", () =>
  withPath(async (path) => {
    const hashes = new Set<string>();
    for (const table of TABLES) {
      const found = await attempt(path, encode(table)) as ExpressionMatrix;
      hashes.add(found.hash);
    }
    let refused = 0;
    for (let i = 0; i < PACKED; i++) {
      const found = await attempt(path, mutate(gzip(TABLES[i % TABLES.length]!), i, 0));
      if (found instanceof InputError) refused++;
      else assert.ok(hashes.has(found.hash), `mutant ${i}`);
    }
    assert.ok(refused > PACKED / 2, `${refused} refused`);
  }));
