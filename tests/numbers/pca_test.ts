import assert from "node:assert/strict";
import { pcaErrors } from "../../lib/numbers/pca.ts";
import { principalComponents } from "../../lib/numbers/principal_components.ts";
import { assertClose, REFERENCE } from "./_reference.ts";

Deno.test("pcaErrors() agrees with scikit-learn, with more features than samples and with fewer", () => {
  for (const { rows, columns, train, test, errors } of REFERENCE.pca) {
    const found = principalComponents({ rows, columns, values: train });
    assert.equal(found.values.length, Math.min(rows - 1, columns));
    assertClose(pcaErrors(found, { rows: 4, columns, values: test }), errors, 1e-9);
  }
});

Deno.test("pcaErrors() never rise with components and leave nothing of the training samples", () => {
  const { rows, columns, train: values } = REFERENCE.pca[0], train = { rows, columns, values };
  const errors = pcaErrors(principalComponents(train), train);
  errors.slice(1).forEach((error, i) => assert.ok(error <= errors[i]!));
  assert.ok(errors.at(-1)! < 1e-12);
});

Deno.test("pcaErrors() for the first components only are the first of all, and those of none the mean predictor's", () => {
  for (const { rows, columns, train: values, test } of REFERENCE.pca) {
    const train = { rows, columns, values }, other = { rows: 4, columns, values: test };
    const all = pcaErrors(principalComponents(train), other);
    for (const components of [0, 1, 2]) {
      const found = principalComponents(train, { components });
      assert.equal(found.values.length, components);
      assertClose(pcaErrors(found, other), all.slice(0, components + 1), 1e-12);
    }
  }
});

Deno.test("pcaErrors() of samples that are all alike know no component", () => {
  const found = principalComponents({ rows: 2, columns: 3, values: [1, 2, 3, 1, 2, 3] });
  assert.equal(found.values.length, 0);
  assert.deepEqual([...pcaErrors(found, { rows: 1, columns: 3, values: [2, 2, 3] })], [1 / 3]);
});

Deno.test("pcaErrors() refuses sizes that do not fit", () => {
  const found = principalComponents({ rows: 1, columns: 2, values: [1, 2] });
  assert.throws(() => pcaErrors(found, { rows: 1, columns: 3, values: [1, 2, 3] }), RangeError);
  assert.throws(() => pcaErrors(found, { rows: 0, columns: 2, values: [] }), RangeError);
  assert.throws(() => principalComponents({ rows: 0, columns: 2, values: [] }), RangeError);
  assert.throws(() => principalComponents({ rows: 2, columns: 2, values: [1] }), RangeError);
});
