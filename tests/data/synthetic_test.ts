import assert from "node:assert/strict";
import { prepareDataset } from "../../lib/data/prepare.ts";
import { syntheticCohort } from "../../lib/data/synthetic.ts";

const COHORT = syntheticCohort();

Deno.test("syntheticCohort() makes 500 samples of 8 types and 2,000 genes by default", () => {
  const { matrix, cancerTypes, name } = COHORT;
  assert.equal(name, "synthetic-500x2000");
  assert.deepEqual([matrix.samples.length, matrix.genes.length], [500, 2000]);
  assert.deepEqual([new Set(matrix.samples).size, new Set(matrix.genes).size], [500, 2000]);
  assert.equal(matrix.values.length, 500 * 2000);
  const sizes = Map.groupBy(cancerTypes, (type) => type);
  assert.equal(sizes.size, 8);
  for (const [type, { length }] of sizes) assert.ok(length >= 20, `${type}: ${length}`);
});

Deno.test("syntheticCohort() gives the same bits for a seed, other ones for another", () => {
  const small = { samples: 20, genes: 30 };
  const { values, hash } = syntheticCohort({ ...small, seed: 5 }).matrix;
  assert.deepEqual(syntheticCohort({ ...small, seed: 5 }).matrix.values, values);
  assert.notEqual(syntheticCohort({ ...small, seed: 6 }).matrix.hash, hash);
});

Deno.test("syntheticCohort() begins a larger cohort with the samples of a smaller one", () => {
  const small = syntheticCohort({ samples: 7, genes: 30 }).matrix.values;
  assert.deepEqual(
    syntheticCohort({ samples: 12, genes: 30 }).matrix.values.subarray(0, 7 * 30),
    small,
  );
});

Deno.test("syntheticCohort() has values like log2(count + 1)", () => {
  for (const value of COHORT.matrix.values) {
    const count = 2 ** value - 1;
    if (!(value >= 0 && value < 25 && Math.abs(count - Math.round(count)) <= 1e-5 * (count + 1))) {
      assert.fail(`${value} is no log2(count + 1)`);
    }
  }
});

Deno.test("syntheticCohort() is over-dispersed: counts vary far more than Poisson counts within a type", () => {
  const { matrix, cancerTypes } = COHORT;
  const rows = cancerTypes.flatMap((type, row) => type === cancerTypes[0] ? [row] : []);
  const ratios = matrix.genes.map((_, gene) => {
    const counts = rows.map((row) => 2 ** matrix.values[row * 2000 + gene]! - 1);
    const mean = counts.reduce((sum, count) => sum + count, 0) / rows.length;
    const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) /
      (rows.length - 1);
    return mean > 20 ? variance / mean : NaN;
  }).filter((ratio) => ratio === ratio).sort((a, b) => a - b);
  assert.ok(ratios.length > 500);
  assert.ok(ratios[Math.floor(ratios.length / 20)]! > 2, "a Poisson count has ratio 1");
});

Deno.test("syntheticCohort() clusters by cancer type: the nearest type mean is nearly always the own", () => {
  const { train, test, genes } = prepareDataset(COHORT);
  const width = genes.length,
    means = new Map<string, Float64Array>(),
    counts = new Map<string, number>();
  train.cancerTypes.forEach((type, row) => {
    const mean = means.get(type) ?? new Float64Array(width);
    for (let gene = 0; gene < width; gene++) mean[gene]! += train.values[row * width + gene]!;
    means.set(type, mean);
    counts.set(type, (counts.get(type) ?? 0) + 1);
  });
  const nearest = (row: number) => {
    const distances = [...means].map(([type, sums]) => {
      const squares = sums.reduce(
        (sum, total, gene) =>
          sum + (total / counts.get(type)! - test.values[row * width + gene]!) ** 2,
        0,
      );
      return { type, squares };
    });
    return distances.reduce((a, b) => a.squares <= b.squares ? a : b).type;
  };
  const right = test.cancerTypes.filter((type, row) => nearest(row) === type).length;
  assert.ok(right > 0.9 * test.rows, `${right} of ${test.rows}`);
});

Deno.test("syntheticCohort() refuses sizes that are none", () => {
  for (const samples of [0, -1, 1.5, NaN]) {
    assert.throws(() => syntheticCohort({ samples }), RangeError);
  }
  assert.throws(() => syntheticCohort({ samples: 2, genes: 2, seed: -1 }), RangeError);
});
