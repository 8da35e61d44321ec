import assert from "node:assert/strict";
import { readExpression } from "../../lib/data/expression.ts";
import type { ExpressionMatrix } from "../../lib/data/expression_matrix.ts";
import { InputError } from "../../lib/errors.ts";
import { uniform } from "../../lib/random.ts";
import { encode, gzip, join, withFile } from "./_files.ts";

const TABLE =
  "sample\tS1\tS2\tS3\nTP53\t1.5\t2\t0\nMYC\t0.25\t-1\t10.123\nEGFR\tNA\t3e-1\t7.000000001\n";
const MUTANTS = 400;
const SPICE = [
  "\t",
  "\n",
  "\r",
  ".",
  "-",
  "e",
  "9",
  "0",
  "NA",
  " ",
  '"',
  "\0",
  "\xff",
  "\tS9",
  "\n\n",
];

/** The same bytes with one thing changed; which one is decided by the number. */
function mutate(bytes: Uint8Array, number: number): Uint8Array {
  const [way, where, what, size] = [...uniform([number, 0], 4)] as [number, number, number, number];
  const at = Math.floor(where * bytes.length),
    upTo = Math.min(bytes.length, at + 1 + Math.floor(size * 12));
  const head = bytes.subarray(0, at), tail = bytes.subarray(upTo);
  if (way < 0.3) {
    const copy = Uint8Array.from(bytes);
    copy[at]! ^= 1 << Math.floor(what * 8);
    return copy;
  }
  if (way < 0.45) return head;
  if (way < 0.6) return join(head, tail);
  if (way < 0.75) return join(bytes.subarray(0, upTo), bytes.subarray(at));
  const spice = encode(SPICE[Math.floor(what * SPICE.length)]!);
  return join(head, spice, bytes.subarray(at));
}

/** The cells of a sound table by plain string functions, or undefined: an oracle of a few lines. */
function plainly(
  bytes: Uint8Array,
): { genes: string[]; samples: string[]; rows: number[][] } | undefined {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
  const lines = text.split("\n").map((line) => line.replace(/\r$/, "")).filter((line) =>
    /[^ \t]/.test(line)
  );
  const cells = lines.map((line) =>
    line.split("\t").map((cell) => cell.replace(/^ +| +$/g, "").replace(/^"(.*)"$/s, "$1"))
  );
  const [[corner, ...samples] = [], ...body] = cells;
  // deno-lint-ignore no-control-regex -- what no id may hold
  const control = /[\x00-\x1f\x7f-\x9f\ufffd]/;
  const isId = (id: string | undefined) => id !== undefined && id !== "" && !control.test(id);
  const rows = body.map(([, ...row]) => row.map(number));
  const sound = (corner === "" || isId(corner)) && samples.length > 0 && rows.length > 0 &&
    samples.every(isId) &&
    body.every(([id]) => isId(id)) &&
    rows.every((row) => row.length === samples.length && row.every((value) => value !== undefined));
  return sound ? { genes: body.map(([id]) => id!), samples, rows: rows as number[][] } : undefined;
}

function number(cell: string): number | undefined {
  if (/^(|na|n\/a|nan|null)$/i.test(cell)) return NaN;
  const value = Math.fround(Number(cell));
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(cell) && Number.isFinite(value)
    ? value
    : undefined;
}

async function attempt(bytes: Uint8Array): Promise<ExpressionMatrix | InputError> {
  return await withFile(bytes, (path) => readExpression(path)).catch((error) => {
    if (error instanceof InputError) return error;
    throw error;
  });
}

Deno.test("readExpression() reads a changed table as plain string functions do, or refuses it", async () => {
  let read = 0, refused = 0;
  for (let i = 0; i < MUTANTS; i++) {
    const bytes = mutate(encode(TABLE), i), expected = plainly(bytes), found = await attempt(bytes);
    const shown = JSON.stringify(new TextDecoder().decode(bytes));
    if (found instanceof InputError) {
      // A repeated sample or one that is mostly missing is sound as a table, and refused or left out.
      const isUnusual = /other values in column|misses more than half|numbers where/.test(
        found.message,
      );
      assert.ok(expected === undefined || isUnusual, `refused ${shown}: ${found.message}`);
      refused++;
    } else {
      assert.ok(expected, `read ${shown}`);
      const kept = found.samples.map((sample) => expected.samples.indexOf(sample));
      assert.deepEqual(found.genes, expected.genes, shown);
      const values = kept.flatMap((sample) => expected.rows.map((row) => row[sample]!));
      assert.deepEqual([...found.values], values, shown);
      const left = found.report.filter(({ kind }) => /-samples$/.test(kind))
        .reduce((sum, { count }) => sum + count, 0);
      assert.equal(kept.length + left, expected.samples.length, shown);
      read++;
    }
  }
  assert.ok(read > MUTANTS / 8 && refused > MUTANTS / 8, `${read} read, ${refused} refused`);
});

Deno.test("readExpression() reads a changed gzip file as it was, or refuses it", async () => {
  const { hash } = await withFile(TABLE, (path) => readExpression(path));
  let refused = 0;
  for (let i = 0; i < MUTANTS; i++) {
    const found = await attempt(mutate(gzip(TABLE), i));
    if (found instanceof InputError) refused++;
    else assert.equal(found.hash, hash, `mutant ${i}`);
  }
  assert.ok(refused > MUTANTS / 2, `${refused} refused`);
});
