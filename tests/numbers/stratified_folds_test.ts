import assert from "node:assert/strict";
import { stratifiedFolds } from "../../lib/numbers/stratified_folds.ts";

const labels = Array.from(
  { length: 53 },
  (_, i) => i % 7 === 0 ? "rare" : i % 3 === 0 ? "some" : "many",
);

Deno.test("stratifiedFolds() spread each class, and all samples, evenly", () => {
  const folds = stratifiedFolds(labels, { folds: 4 });
  for (const group of ["rare", "some", "many", null]) {
    const sizes = [0, 1, 2, 3].map((fold) =>
      labels.filter((label, i) => folds[i] === fold && (group === null || label === group)).length
    );
    assert.ok(Math.max(...sizes) - Math.min(...sizes) <= 1, `${group} ${sizes}`);
  }
});

Deno.test("stratifiedFolds() depend on the seed alone", () => {
  assert.deepEqual(stratifiedFolds(labels, { seed: 3 }), stratifiedFolds(labels, { seed: 3 }));
  assert.notDeepEqual(stratifiedFolds(labels, { seed: 3 }), stratifiedFolds(labels, { seed: 4 }));
  assert.throws(() => stratifiedFolds(labels, { folds: 1 }), RangeError);
});
