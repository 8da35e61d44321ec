import assert from "node:assert/strict";
import { InputError } from "../../lib/errors.ts";
import { normal } from "../../lib/random.ts";
import { baselineRows } from "../../lib/sweep/baselines.ts";
import { assertClose, REFERENCE } from "../analysis/_reference.ts";

const split = (values: number[], columns: number) => ({
  rows: values.length / columns,
  values: Float32Array.from(values),
  samples: [],
  cancerTypes: [],
});

Deno.test("baselineRows() agrees with scikit-learn, after float32", () => {
  const { columns, train, test, errors } = REFERENCE.pca[0];
  const dataset = {
    genes: Array(columns).fill("gene"),
    train: split(train, columns),
    test: split(test, columns),
  };
  const rows = baselineRows(dataset, [1, 3, 100]);
  assertClose(
    rows.map((row) => row.test_mse),
    [errors[0], errors[1], errors[3], errors[8]],
    1e-5,
  );
  assertClose(
    rows.map((row) => row.test_r2),
    [0, 1, 3, 8].map((d) => 1 - errors[d] / errors[0]),
    1e-5,
  );
  assert.deepEqual(rows.map((row) => [row.method, row.components, row.components_used]), [
    ["mean", 0, 0],
    ["pca", 1, 1],
    ["pca", 3, 3],
    ["pca", 100, 8],
  ]);
});

Deno.test("baselineRows() looks at the test split for nothing but the error", () => {
  const values = [...normal([1, 0], 60)], train = split(values.slice(0, 40), 5);
  const error = (test: number[]) =>
    baselineRows({ genes: Array(5).fill("gene"), train, test: split(test, 5) }, [2])[1]!;
  const [first, second] = [values.slice(40, 50), values.slice(50)];
  const both = error([...first, ...second]).test_mse;
  assertClose([both], [(error(first).test_mse + error(second).test_mse) / 2], 1e-6);
});

Deno.test("baselineRows() refuses what is not a number of components", () => {
  const dataset = { genes: ["a"], train: split([1, 2], 1), test: split([1], 1) };
  for (const wrong of [0, 1.5, NaN]) {
    assert.throws(() => baselineRows(dataset, [wrong]), InputError);
  }
});
