import assert from "node:assert/strict";
import {
  classProbabilities,
  fitLogisticRegression,
} from "../../lib/numbers/logistic_regression.ts";
import { mostLikely } from "../../lib/numbers/most_likely.ts";
import { assertClose, REFERENCE } from "./_reference.ts";

const { features, labels, queries, penalty, coefficients, intercepts, logistic } =
  REFERENCE.classifiers;
const train = { rows: 25, columns: 4, values: features, labels: [...labels] as string[] };

Deno.test("fitLogisticRegression() finds scikit-learn's coefficients", () => {
  const fit = fitLogisticRegression(train, { penalty });
  assert.deepEqual(fit.classes, ["a", "b", "c"]);
  fit.coefficients.forEach((row, c) => assertClose(row, coefficients[c], 1e-4));
  assertClose(fit.intercepts, intercepts, 1e-4);
});

Deno.test("classProbabilities() favours the classes that scikit-learn names", () => {
  const fit = fitLogisticRegression(train, { penalty });
  const found = classProbabilities(fit, { rows: 30, columns: 4, values: queries });
  assert.equal(mostLikely(found).join(""), logistic);
  for (let row = 0; row < 30; row++) {
    const [a, b, c] = found.values.subarray(3 * row, 3 * row + 3);
    assertClose([a! + b! + c!], [1], 1e-12);
  }
});

Deno.test("fitLogisticRegression() of two classes is the same for both but for the sign", () => {
  const { coefficients: [a, b], intercepts } = fitLogisticRegression({
    rows: 4,
    columns: 1,
    values: [-2, -1, 1, 3],
    labels: ["a", "a", "b", "b"],
  });
  assertClose([a![0]!, intercepts[0]!], [-b![0]!, -intercepts[1]!], 1e-6);
  assert.ok(b![0]! > 0);
});

Deno.test("fitLogisticRegression() refuses one class and no penalty", () => {
  assert.throws(() => fitLogisticRegression({ ...train, labels: Array(25).fill("a") }), RangeError);
  assert.throws(() => fitLogisticRegression(train, { penalty: 0 }), RangeError);
});

Deno.test("fitLogisticRegression() of one sample at −1 and one at 1 is what a hand computes", () => {
  // By symmetry the coefficients are −w and w, the intercepts 0; 2 ln(1 + e^(−2w)) + w² is lowest where w (1 + e^(2w)) = 2.
  const fit = fitLogisticRegression({ rows: 2, columns: 1, values: [-1, 1], labels: ["a", "b"] }, {
    tolerance: 1e-10,
  });
  const w = fit.coefficients[1]![0]!;
  assertClose(
    [w * (1 + Math.exp(2 * w)), fit.coefficients[0]![0]!, fit.intercepts[0]!],
    [2, -w, 0],
    1e-7,
  );
});
