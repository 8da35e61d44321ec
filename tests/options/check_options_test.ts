import { strict as assert } from "node:assert";
import { camelCase, checkValue, kebabCase, snakeCase } from "../../lib/options/mod.ts";

Deno.test("checkValue() reads numbers as people type them", () => {
  for (const typed of ["1e-3", "0.001", "1.0E-3", ".001", " 0.001 ", 0.001]) {
    assert.equal(checkValue("learningRate", typed), 0.001);
  }
});

Deno.test("checkValue() refuses what is not a number, blank, infinite or outside the domain", () => {
  for (
    const typed of [
      "",
      " ",
      "fast",
      "1e999",
      "NaN",
      "1,5",
      "0x",
      "0x1",
      "1_0",
      "Infinity",
      "-1",
      "0",
    ]
  ) {
    assert.throws(() => checkValue("learningRate", typed), { name: "InputError" }, typed);
  }
});

Deno.test("checkValue() names every option there is when it does not know one", () => {
  assert.throws(
    () => checkValue("dropout", 0.9),
    /--dropout: there is no such option; the options are .*batch-size.*kl-weight/,
  );
});

Deno.test("kebabCase(), snakeCase() and camelCase() turn names into one another", () => {
  for (const name of ["klWeight", "minDelta", "samples", "fixedEpochs"]) {
    assert.equal(camelCase(kebabCase(name)), name);
    assert.equal(camelCase(snakeCase(name)), name);
  }
  assert.equal(kebabCase("klWeight"), "kl-weight");
  assert.equal(snakeCase("klWeight"), "kl_weight");
});
