import assert from "node:assert/strict";
import { truncatedSvd } from "../../lib/numbers/truncated_svd.ts";
import { normal } from "../../lib/random.ts";
import { assertClose } from "./_reference.ts";

/** Rows whose only values are those given, on the diagonal: they are the singular values. */
function diagonal(size: number, values: readonly number[]): Float64Array[] {
  return Array.from({ length: size }, (_, i) => {
    const row = new Float64Array(size);
    if (i < values.length) row[i] = values[i]!;
    return row;
  });
}

/** Noise with two directions on top of it that stand out. */
function cohortLike(rows: number, columns: number): Float64Array[] {
  const [first, second] = [normal([3, 1], columns), normal([3, 2], columns)];
  return Array.from({ length: rows }, (_, i) =>
    Float64Array.from(
      normal([3, 3 + i], columns),
      (z, j) => z + (i % 2 ? 2 : -1) * first[j]! + (i % 3 ? 1 : -1) * second[j]!,
    ));
}

const scoresOf = (rows: readonly Float64Array[], components: number, others = rows) =>
  truncatedSvd(rows, { components }).scores(others);

// 2 components of 500 × 500 are iterated, 2 of 499 × 499 and 3 of 500 × 500 come from all eigenvectors.
for (const [size, components] of [[500, 2], [499, 2], [500, 3]] as const) {
  Deno.test(`truncatedSvd() of a diagonal of ${size} gives its ${components} largest values and their axes`, () => {
    const rows = diagonal(size, [3, 7, 5, 2, 1]);
    assertClose(truncatedSvd(rows, { components }).values, [7, 5, 3].slice(0, components), 1e-9);
    const other = diagonal(size, [1, 1, 1]);
    scoresOf(rows, components, other).forEach((scores, k) => {
      const axis = [1, 2, 0][k]!;
      assertClose(scores.map(Math.abs), scores.map((_, i) => i === axis ? 1 : 0), 1e-8);
    });
  });
}

for (const [rows, columns] of [[500, 650], [650, 500]] as const) {
  Deno.test(`truncatedSvd() of ${rows} × ${columns} is the same iterated and by all eigenvectors`, () => {
    const matrix = cohortLike(rows, columns), other = cohortLike(3, columns);
    const iterated = truncatedSvd(matrix, { components: 2 });
    const exact = truncatedSvd(matrix, { components: 3 });
    assertClose(iterated.values, exact.values.slice(0, 2), 1e-9);
    assert.notDeepEqual(iterated.scores(other), exact.scores(other).slice(0, 2), "two ways");
    iterated.scores(other).forEach((scores, k) => {
      const expected = exact.scores(other)[k]!;
      const sign = Math.sign(scores[0]! * expected[0]!);
      assertClose(scores, expected.map((score) => sign * score), 1e-7);
    });
  });
}

Deno.test("truncatedSvd() of a large matrix leaves out what rounding alone makes, as of a small one", () => {
  for (const size of [500, 20]) {
    assertClose(truncatedSvd(diagonal(size, [4]), { components: 2 }).values, [4], 1e-9);
    assert.equal(truncatedSvd(diagonal(size, []), { components: 2 }).values.length, 0);
  }
});

Deno.test("truncatedSvd() of a large matrix is the same each time", () => {
  const matrix = cohortLike(500, 500);
  assert.deepEqual(scoresOf(matrix, 2), scoresOf(matrix, 2));
});
