import { strict as assert } from "node:assert";
import { centre } from "../../lib/numbers/centre.ts";
import { columnMeans } from "../../lib/numbers/column_means.ts";
import { averageAxis, centreAxis } from "../../lib/numbers/functional_anova.ts";
import { geometricMean } from "../../lib/numbers/geometric_mean.ts";
import { known } from "../../lib/numbers/known.ts";
import { knownMean } from "../../lib/numbers/known_mean.ts";
import { squaredDeviations } from "../../lib/numbers/squared_deviations.ts";
import { standardize } from "../../lib/numbers/standardize.ts";

const ROWS = { rows: 2, columns: 2, values: [0, 5, 4, 5] };

Deno.test("means of columns are taken off, and a column that does not vary is divided by nothing", () => {
  assert.deepEqual([...columnMeans(ROWS)], [2, 5]);
  assert.equal(centre(ROWS).join(" "), "-2,0 2,0");
  const { train, test } = standardize(ROWS, { rows: 1, columns: 2, values: [6, 9] });
  assert.deepEqual([train.join(), test.join()], ["-1,0,1,0", "2,0"]);
});

Deno.test("averageAxis() and centreAxis() work on an axis of a table", () => {
  const values = Float64Array.of(1, 2, 3, 4); // rows (1, 2) and (3, 4)
  const means = averageAxis(values, 2, 2);
  assert.deepEqual([...means], [2, 3]);
  assert.deepEqual([...centreAxis(values, means, { size: 2, inner: 2 })], [-1, -1, 1, 1]);
});

Deno.test("known() and knownMean() leave out what is missing", () => {
  assert.deepEqual(known([1, null, NaN, 2]), [1, 2]);
  assert.deepEqual([knownMean([1, null, 3]), knownMean([null])], [2, null]);
});

Deno.test("geometricMean() and squaredDeviations() by hand", () => {
  assert.equal(geometricMean([1, 100]), 10);
  assert.equal(squaredDeviations([1, 2, 3]), 2);
});
