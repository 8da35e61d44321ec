import assert from "node:assert/strict";
import { mostLikely } from "../../lib/numbers/most_likely.ts";
import { neighbourShares } from "../../lib/numbers/neighbour_shares.ts";
import { REFERENCE } from "./_reference.ts";

Deno.test("neighbourShares() agrees with scikit-learn", () => {
  const { features, labels, queries, knn4 } = REFERENCE.classifiers;
  const train = { rows: 25, columns: 4, values: features, labels: [...labels] as string[] };
  const test = { rows: 30, columns: 4, values: queries };
  const found = neighbourShares(train, test, { neighbours: 4 });
  assert.equal(mostLikely(found).join(""), knn4);
});

Deno.test("neighbourShares() settles equal votes by the alphabet, equal distances by position", () => {
  const train = { rows: 2, columns: 1, values: [1, -1], labels: ["b", "a"] };
  const nearest = (neighbours: number) =>
    neighbourShares(train, { rows: 1, columns: 1, values: [0] }, { neighbours });
  assert.deepEqual(nearest(2), { classes: ["a", "b"], values: Float64Array.of(0.5, 0.5) });
  assert.deepEqual(mostLikely(nearest(2)), ["a"]);
  assert.deepEqual(mostLikely(nearest(1)), ["b"]);
});
