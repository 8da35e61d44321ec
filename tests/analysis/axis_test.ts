import { strict as assert } from "node:assert";
import { furtherAxes, levelText, overOf, toAxis } from "../../lib/analysis/axis.ts";

Deno.test("toAxis() sorts levels, and puts a model without the option last", () => {
  const { levels, codes } = toAxis("kl_weight", [4, 1, null, 4]);
  assert.deepEqual([levels.at(-1), codes.join()], [null, "1,0,2,1"]);
  assert.deepEqual([levelText(0.1), levelText(null)], ["0.1", "–"]);
});

Deno.test("furtherAxes() and overOf() name axes", () => {
  const weight = toAxis("kl_weight", [1, 2]), optimizer = toAxis("optimizer", ["adam", "sgd"]);
  assert.deepEqual(furtherAxes({ axes: [optimizer, weight] }), ["kl_weight"]);
  assert.equal(
    overOf({ axes: [toAxis("learning_rate", [0.1, 0.01]), weight] }),
    "learning_rate, kl_weight",
  );
});
