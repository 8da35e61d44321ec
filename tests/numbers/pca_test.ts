import assert from "node:assert/strict";
import { pcaErrors } from "../../lib/numbers/pca.ts";
import { assertClose, REFERENCE } from "./_reference.ts";

Deno.test("pcaErrors() agrees with scikit-learn, with more features than samples and with fewer", () => {
  for (const { rows, columns, train, test, errors } of REFERENCE.pca) {
    const found = pcaErrors({ rows, columns, values: train }, { rows: 4, columns, values: test });
    assert.equal(found.rank, Math.min(rows - 1, columns));
    assertClose(found.errors, errors, 1e-9);
  }
});

Deno.test("pcaErrors() never rise with components and leave nothing of the training samples", () => {
  const { rows, columns, train: values } = REFERENCE.pca[0], train = { rows, columns, values };
  const { errors } = pcaErrors(train, train);
  errors.slice(1).forEach((error, i) => assert.ok(error <= errors[i]!));
  assert.ok(errors.at(-1)! < 1e-12);
});

Deno.test("pcaErrors() for the first components only are the first of all, and those of none the mean predictor's", () => {
  for (const { rows, columns, train: values, test } of REFERENCE.pca) {
    const train = { rows, columns, values }, other = { rows: 4, columns, values: test };
    const all = pcaErrors(train, other).errors;
    for (const components of [0, 1, 2]) {
      const { errors, rank } = pcaErrors(train, other, { components });
      assert.equal(rank, components);
      assertClose(errors, all.slice(0, components + 1), 1e-12);
    }
  }
});

Deno.test("pcaErrors() of samples that are all alike know no component", () => {
  const { errors, rank } = pcaErrors(
    { rows: 2, columns: 3, values: [1, 2, 3, 1, 2, 3] },
    { rows: 1, columns: 3, values: [2, 2, 3] },
  );
  assert.deepEqual([rank, [...errors]], [0, [1 / 3]]);
});

Deno.test("pcaErrors() refuses sizes that do not fit", () => {
  const train = { rows: 1, columns: 2, values: [1, 2] };
  assert.throws(() => pcaErrors(train, { rows: 1, columns: 3, values: [1, 2, 3] }), RangeError);
  assert.throws(() => pcaErrors(train, { rows: 0, columns: 2, values: [] }), RangeError);
});
