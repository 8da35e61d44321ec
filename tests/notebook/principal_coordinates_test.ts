import assert from "node:assert/strict";
import { Matrix, SingularValueDecomposition } from "ml-matrix";
import { principalCoordinates } from "../../lib/notebook/principal_coordinates.ts";
import { normal } from "../../lib/random.ts";

/** Scores on the first two components by a full decomposition: an independent way to the same numbers. */
function reference(rows: number, columns: number, values: ArrayLike<number>) {
  const matrix = Matrix.from1DArray(rows, columns, [...Array.from(values)]).center("column");
  const svd = new SingularValueDecomposition(matrix, { autoTranspose: true });
  const total = svd.diagonal.reduce((sum, s) => sum + s * s, 0);
  const score = (k: number) =>
    svd.leftSingularVectors.getColumn(k).map((u) => u * svd.diagonal[k]!);
  return { x: score(0), y: score(1), shares: [0, 1].map((k) => svd.diagonal[k]! ** 2 / total) };
}

/** Two groups on top of noise, so that the leading directions stand out as they do in a cohort. */
function cohortLike(rows: number, columns: number): Float64Array {
  const noise = normal([3, 0], rows * columns), direction = normal([3, 1], 2 * columns);
  return Float64Array.from(noise, (z, i) => {
    const row = Math.floor(i / columns), gene = i % columns;
    return z + (row % 2 ? 2 : -1) * direction[gene]! +
      (row % 3 ? 1 : -1) * direction[columns + gene]!;
  });
}

for (const [rows, columns] of [[40, 90], [90, 40], [12, 3], [5, 2]] as const) {
  Deno.test(`principalCoordinates() equals a full decomposition for ${rows} × ${columns}`, () => {
    const values = cohortLike(rows, columns), expected = reference(rows, columns, values);
    const found = principalCoordinates({ rows, columns, values });
    for (const axis of ["x", "y"] as const) {
      const sign = Math.sign(found[axis].reduce((sum, v, i) => sum + v * expected[axis][i]!, 0));
      found[axis].forEach((value, i) => {
        const difference = Math.abs(value - sign * expected[axis][i]!);
        assert.ok(difference < 1e-5, `${axis}${i}: ${difference}`);
      });
    }
    found.shares.forEach((share, k) => assert.ok(Math.abs(share - expected.shares[k]!) < 1e-9));
  });
}

Deno.test("principalCoordinates() turns no axis at random: the largest score is positive", () => {
  const values = cohortLike(20, 30), flipped = values.map((value) => -value);
  const one = principalCoordinates({ rows: 20, columns: 30, values });
  const other = principalCoordinates({ rows: 20, columns: 30, values: flipped });
  for (const { x, y } of [one, other]) {
    for (const scores of [x, y]) {
      assert.equal(Math.max(...scores), Math.max(...scores.map(Math.abs)));
    }
  }
});

Deno.test("principalCoordinates() of samples that are all alike is the origin", () => {
  const { x, y, shares } = principalCoordinates({
    rows: 3,
    columns: 2,
    values: [1, 2, 1, 2, 1, 2],
  });
  assert.deepEqual([...x, ...y, ...shares], Array(8).fill(0));
});

Deno.test("principalCoordinates() refuses sizes that do not fit", () => {
  for (const [rows, columns, length] of [[1, 3, 3], [3, 1, 3], [2, 2, 5]] as const) {
    assert.throws(
      () => principalCoordinates({ rows, columns, values: new Float64Array(length) }),
      RangeError,
    );
  }
});
