import assert from "node:assert/strict";
import { geneStatistics } from "../../lib/data/gene_statistics.ts";

const statistics = (columns: number[][], rows?: number[]) => {
  const samples = columns[0]!.length, values = new Float32Array(samples * columns.length);
  columns.forEach((column, gene) =>
    column.forEach((value, i) => values[i * columns.length + gene] = value)
  );
  const genes = columns.map((_, gene) => `g${gene}`);
  return geneStatistics({ genes, values }, rows ?? columns[0]!.map((_, i) => i));
};

Deno.test("geneStatistics() gives mean, deviation (n − 1) and mean absolute deviation", () => {
  // 2, 4, 4, 4, 5, 5, 7, 9: mean 5, squares 9+1+1+1+0+0+4+16 = 32, absolutes 3+1+1+1+0+0+2+4 = 12
  const found = statistics([[2, 4, 4, 4, 5, 5, 7, 9], [1, 1, 1, 1, 1, 1, 1, 3]]);
  assert.deepEqual([...found.means], [5, 1.25]);
  assert.equal(found.standardDeviations[0], Math.sqrt(32 / 7));
  assert.equal(found.standardDeviations[1], Math.sqrt((7 * 0.0625 + 1.75 ** 2) / 7));
  assert.deepEqual([...found.meanAbsoluteDeviations], [1.5, (7 * 0.25 + 1.75) / 8]);
});

Deno.test("geneStatistics() gives a constant gene exactly no spread, whatever its value", () => {
  // 0.1 is not exact: a plain mean of 700 of them differs from each.
  const found = statistics([Array<number>(700).fill(0.1), Array<number>(700).fill(17.3)]);
  assert.deepEqual([...found.standardDeviations], [0, 0]);
  assert.deepEqual([...found.meanAbsoluteDeviations], [0, 0]);
});

Deno.test("geneStatistics() keeps its digits where the mean is large against the spread", () => {
  const column = Array.from({ length: 1000 }, (_, i) => 2 ** 20 + (i % 2));
  const found = statistics([column]);
  assert.equal(found.means[0], 2 ** 20 + 0.5);
  assert.equal(found.standardDeviations[0], Math.sqrt(250 / 999));
});

Deno.test("geneStatistics() looks at the given rows only and leaves missing cells out", () => {
  const found = statistics([[NaN, 1, 3, 99], [NaN, NaN, 7, 99], [NaN, NaN, NaN, 99]], [0, 1, 2]);
  assert.deepEqual([...found.counts], [2, 1, 0]);
  assert.deepEqual([...found.means], [2, 7, NaN]);
  assert.deepEqual([...found.standardDeviations], [Math.SQRT2, NaN, NaN]);
});
