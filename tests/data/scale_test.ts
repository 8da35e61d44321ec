import assert from "node:assert/strict";
import { readExpression } from "../../lib/data/expression.ts";
import { withFile } from "./_files.ts";

const read = (text: string, scale?: "as-is" | "log2" | "log2-cpm", orientation?: "samples") =>
  withFile(text, (path) => readExpression(path, { scale, orientation }));

const COUNTS = "gene\tA\tB\nx\t100\t0\ny\t300\t31\nz\t600\t969\n";

Deno.test("readExpression() makes log2(x + 1) of every number, and keeps what is missing", async () => {
  const { values, report } = await read("gene\tA\tB\nx\t0\t7\ny\t1023\tNA\n", "log2");
  assert.deepEqual([...values], [0, 10, 3, NaN]);
  assert.deepEqual(report.at(-1), { kind: "log2", count: 1, examples: ["0 to 1,023"] });
});

Deno.test("readExpression() makes log2(CPM + 1) of counts: a sample's counts sum up to a million", async () => {
  // Both samples have 1000 reads, so a count is 1000 per million.
  const expected = [100, 300, 600, 0, 31, 969].map((n) => Math.fround(Math.log2(1000 * n + 1)));
  const { values, report } = await read(COUNTS, "log2-cpm");
  assert.deepEqual([...values], expected);
  assert.deepEqual(report.at(-1), { kind: "log2-cpm", count: 1, examples: ["0 to 969"] });
  const turned = "gene\tx\ty\tz\nA\t100\t300\t600\nB\t0\t31\t969\n";
  const { hash } = await read(COUNTS, "log2-cpm");
  assert.equal((await read(turned, "log2-cpm", "samples")).hash, hash);
});

Deno.test("readExpression() leaves numbers as they are by default, with another hash than scaled", async () => {
  const hashes = await Promise.all(
    ([undefined, "as-is", "log2", "log2-cpm"] as const).map(async (scale) =>
      (await read(COUNTS, scale)).hash
    ),
  );
  assert.equal(hashes[0], hashes[1]);
  assert.equal(new Set(hashes).size, 3);
});

Deno.test("readExpression() warns of counts that are taken as they are, and of logarithms of logarithms", async () => {
  const counts = (await read(COUNTS)).report.find(({ kind }) => kind === "large-values");
  assert.deepEqual(counts, { kind: "large-values", count: 1, examples: ["0 to 969"] });
  const logs = (await read("gene\tA\nx\t3.5\ny\t12\n", "log2")).report;
  assert.deepEqual(logs.find(({ kind }) => kind === "small-values")?.examples, ["3.5 to 12"]);
  const few = (await read("gene\tA\nx\t3\ny\tNA\nz\t0\n", "log2-cpm")).report;
  assert.ok(!few.some(({ kind }) => kind === "small-values"), "counts of a cell");
});

Deno.test("readExpression() refuses to scale negative numbers and samples without counts, naming them", async () => {
  const refused = (text: string, scale: "log2" | "log2-cpm", message: RegExp) =>
    assert.rejects(read(text, scale), { name: "InputError", message });
  const table = "gene\tA\tB\nx\t1\t2\n\ny\t3\t-0.5\nz\t1\t1\n";
  for (const scale of ["log2", "log2-cpm"] as const) {
    await refused(
      table,
      scale,
      new RegExp(
        `with --scale ${scale}, line 4, column 3 \\(gene y, sample B\\): -0.5 is negative; .* --scale as-is$`,
      ),
    );
  }
  await refused(
    "gene\tA\tB\nx\t1\t0\ny\t3\t0\n",
    "log2-cpm",
    /with --scale log2-cpm: the sample B has no counts at all; remove it$/,
  );
});

Deno.test("readExpression() calls z-scores in a text no logarithms, and negative logarithms none of z-scores", async () => {
  const refused = (text: string, message: RegExp) =>
    assert.rejects(read(text, "log2-cpm"), { name: "InputError", message });
  await refused(
    "gene\tA\tB\tC\nx\t-1.2247\t0\t1.2247\ny\t1.4142\t-0.7071\t-0.7071\n",
    /\(gene x, sample A\): -1\.22\d+ is negative; numbers of -1\.225 to 1\.414 with means near 0 in most genes are z-scores, of which no logarithms can be made; give the counts, or use --scale as-is$/,
  );
  // log2(TPM + 0.001), as Xena's TOIL has it.
  await refused(
    "gene\tA\tB\tC\nx\t-9.9658\t-9.9658\t-5.0116\ny\t5.1\t4.9\t6.2\n",
    /\(gene x, sample A\): -9\.96\d+ is negative; where these are logarithms already, use --scale as-is$/,
  );
});
