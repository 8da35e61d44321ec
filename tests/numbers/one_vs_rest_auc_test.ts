import assert from "node:assert/strict";
import { oneVsRestAuc } from "../../lib/numbers/one_vs_rest_auc.ts";

/** Scores of two classes by those of the first. */
const binary = (first: number[]) => ({
  classes: ["a", "b"],
  values: Float64Array.from(first.flatMap((score) => [score, 1 - score])),
});

Deno.test("oneVsRestAuc() of two classes is the share of pairs that are ordered right, ties counting half", () => {
  // Of the 6 pairs of an a and a b, 4 are right and 2 are ties.
  const scores = binary([0.9, 0.4, 0.2, 0.4, 0.4]);
  assert.ok(Math.abs(oneVsRestAuc(["a", "a", "b", "b", "b"], scores) - 5 / 6) < 1e-12);
});

Deno.test("oneVsRestAuc() is 1 in the right order, 0 in the wrong one and 0.5 without any", () => {
  const labels = ["a", "a", "b"];
  assert.equal(oneVsRestAuc(labels, binary([0.9, 0.8, 0.7])), 1);
  assert.equal(oneVsRestAuc(labels, binary([0.1, 0.2, 0.7])), 0);
  assert.equal(oneVsRestAuc(labels, binary([0.3, 0.3, 0.3])), 0.5);
});

Deno.test("oneVsRestAuc() leaves a class aside that no label has, and guesses one that has no scores", () => {
  const scores = {
    classes: ["a", "b", "x"],
    values: Float64Array.of(0.6, 0, 0.4, 0, 0.6, 0.4, 0.3, 0.3, 0.4),
  };
  // a against the rest and b against the rest are perfect; c is unknown to the scores.
  assert.equal(oneVsRestAuc(["a", "b", "c"], scores), (1 + 1 + 0.5) / 3);
});

Deno.test("oneVsRestAuc() is not defined for one class, and refuses labels without scores", () => {
  assert.ok(Number.isNaN(oneVsRestAuc(["a", "a"], binary([0.1, 0.2]))));
  assert.throws(() => oneVsRestAuc(["a"], binary([0.1, 0.2])), RangeError);
});
