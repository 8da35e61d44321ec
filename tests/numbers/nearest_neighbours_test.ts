import assert from "node:assert/strict";
import { nearestNeighbours } from "../../lib/numbers/nearest_neighbours.ts";
import { REFERENCE } from "./_reference.ts";

Deno.test("nearestNeighbours() agrees with scikit-learn", () => {
  const { features, labels, queries, knn4 } = REFERENCE.classifiers;
  const train = { rows: 25, columns: 4, values: features, labels: [...labels] as string[] };
  const found = nearestNeighbours(train, { rows: 30, columns: 4, values: queries }, {
    neighbours: 4,
  });
  assert.equal(found.join(""), knn4);
});

Deno.test("nearestNeighbours() settles equal votes by the alphabet, equal distances by position", () => {
  const train = { rows: 2, columns: 1, values: [1, -1], labels: ["b", "a"] };
  assert.deepEqual(
    nearestNeighbours(train, { rows: 1, columns: 1, values: [0] }, { neighbours: 2 }),
    ["a"],
  );
  assert.deepEqual(
    nearestNeighbours(train, { rows: 1, columns: 1, values: [0] }, { neighbours: 1 }),
    ["b"],
  );
});
