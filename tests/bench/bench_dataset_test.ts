import { strict as assert } from "node:assert";
import { benchDataset } from "../../lib/bench/bench_dataset.ts";

Deno.test("benchDataset() has every sample in one split, and values for each", () => {
  for (const samples of [7, 350, 691]) {
    const { train, validation, test } = benchDataset(samples, 3);
    assert.equal(train.rows + validation.rows + test.rows, samples);
    for (const { rows, values, samples: names, cancerTypes } of [train, validation, test]) {
      assert.deepEqual([values.length, names.length, cancerTypes.length], [rows * 3, rows, rows]);
    }
  }
});

Deno.test("benchDataset() repeats its 350 rows across the borders of splits", () => {
  const { train, validation, test } = benchDataset(1400, 2); // 980 + 210 + 210
  const all = [train, validation, test].flatMap(({ values }) => [...values]);
  assert.deepEqual(all.slice(0, 700), all.slice(700, 1400));
  assert.deepEqual(all.slice(0, 700), all.slice(2100));
  assert.equal(new Set(all).size, 700);
});
