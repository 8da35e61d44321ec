import assert from "node:assert/strict";
import { balancedAccuracy } from "../../lib/numbers/balanced_accuracy.ts";
import { assertClose, REFERENCE } from "./_reference.ts";

Deno.test("balancedAccuracy() agrees with scikit-learn", () => {
  const { logistic, knn4, balanced_accuracy } = REFERENCE.classifiers;
  assertClose([balancedAccuracy([...logistic], [...knn4])], [balanced_accuracy], 1e-12);
});

Deno.test("balancedAccuracy() does not depend on how frequent a class is", () => {
  assert.equal(
    balancedAccuracy(["a", "b"], ["a", "a"]),
    balancedAccuracy(["a", "a", "a", "b"], ["a", "a", "a", "a"]),
  );
  assert.throws(() => balancedAccuracy(["a"], []), RangeError);
});
