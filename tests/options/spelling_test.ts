import { strict as assert } from "node:assert";
import { decimalNumber, optionLabel } from "../../lib/options/mod.ts";

Deno.test("optionLabel() makes a title of either spelling, and knows abbreviations", () => {
  const labels = ["klWeight", "batch_size", "sharpness"].map(optionLabel);
  assert.deepEqual(labels, ["KL weight", "Batch size", "Sharpness"]);
});

Deno.test("decimalNumber() reads decimal numbers alone", () => {
  assert.equal(decimalNumber("1e-3"), 0.001);
  assert.ok(Number.isNaN(decimalNumber("0x10")));
});
