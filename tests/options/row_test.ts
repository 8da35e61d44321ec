import { strict as assert } from "node:assert";
import {
  checkOptions,
  defaultsOf,
  optionsOf,
  readValue,
  RUN_OPTIONS,
} from "../../lib/options/mod.ts";

Deno.test("readValue() reads a number as people type it, or says what the option takes", () => {
  const row = { default: 1, help: "", above: 0 };
  assert.equal(readValue(row, "1e-3").value, 0.001);
  assert.equal(readValue(row, "fast").takes, "a number above 0");
});

Deno.test("readValue() takes a row's words besides its numbers", () => {
  const row = { default: "auto", help: "", integer: true, minimum: 1, words: ["auto"] };
  assert.deepEqual(readValue(row, "auto"), { value: "auto", takes: null });
  assert.deepEqual(readValue(row, "6"), { value: 6, takes: null });
  for (const wrong of ["0", "1.5", "all"]) {
    assert.equal(readValue(row, wrong).takes, "an integer of at least 1 or auto");
  }
});

Deno.test("checkOptions() gives numbers for texts", () => {
  const rows = { workers: { default: 1, help: "", integer: true } };
  assert.equal(checkOptions({ workers: "2" }, rows).workers, 2);
});

Deno.test("optionsOf() takes the options of a group out of all", () => {
  const batches = optionsOf("batches", defaultsOf(RUN_OPTIONS));
  assert.equal(batches.batchSize, 64);
  assert.ok(!("learningRate" in batches));
});
