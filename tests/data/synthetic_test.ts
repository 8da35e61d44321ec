import assert from "node:assert/strict";
import { prepareDataset } from "../../lib/data/prepare.ts";
import { syntheticCohort } from "../../lib/data/synthetic.ts";
import type { Labelled } from "../../lib/numbers/balanced_accuracy.ts";
import { heldOutScores } from "../../lib/numbers/held_out_scores.ts";
import { mean } from "../../lib/numbers/mean.ts";
import { pcaErrors } from "../../lib/numbers/pca.ts";
import { principalComponents } from "../../lib/numbers/principal_components.ts";

const COHORT = syntheticCohort();

/** Training and test samples as classifiers and principal components take them. */
function parts(seed: number): readonly [Labelled, Labelled] {
  const { train, test, genes: { length: columns } } = prepareDataset(COHORT, { seed });
  const labelled = ({ rows, values, cancerTypes: labels }: typeof train): Labelled => ({
    ...{ rows, columns, labels, values: Float64Array.from(values) },
  });
  return [labelled(train), labelled(test)];
}

Deno.test("syntheticCohort() of version 1 is what the first version made", () => {
  const hash = (seed: number) =>
    prepareDataset(syntheticCohort({ version: 1 }), { seed, genes: 200 }).hash;
  // From the sweep.json of a sweep of that version.
  assert.equal(hash(0), "e22b861c0c9e6b0a80818cfdf4c53cda50b33b5f76d0cc9a12cb1a9ad3ea6468");
  assert.equal(hash(1), "3d96a6d7cb8b5bbc8a498a21c797cf127d55ce129ace788ebe899023f0637956");
});

Deno.test("syntheticCohort() has types that overlap: neighbours in raw genes tell 80 to 90 % of samples", () => {
  const accuracies = [0, 1, 2].map((seed) => heldOutScores(...parts(seed))!.knn.balancedAccuracy);
  const average = mean(accuracies);
  assert.ok(average > 0.8 && average < 0.9, `${accuracies}`);
});

Deno.test("syntheticCohort() lies on a surface of four dimensions that is no plane", () => {
  // What a pathway does is the same wherever a sample lies if and only if a few components hold all of it.
  const [train, test] = parts(0), found = principalComponents(train, { components: 50 });
  const errors = pcaErrors(found, test);
  assert.ok(errors[4]! > 0.75 && errors[50]! < 0.45, `${errors[4]} with 4, ${errors[50]} with 50`);
});

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
      assert.fail(`${value} is not log2(count + 1)`);
    }
  }
});

Deno.test("syntheticCohort() is over-dispersed: noise beyond counting, of its own in every gene", () => {
  // One type and one pathway: all but noise is depth and activity, so two components of log2 counts.
  const samples = 200, genes = 600;
  const cohort = syntheticCohort({ samples, genes, cancerTypes: 1, pathways: 1, version: 1 });
  const columns = cohort.matrix.genes.map((_, gene) =>
    Float64Array.from({ length: samples }, (_, row) => cohort.matrix.values[row * genes + gene]!)
  ).filter((column) => Math.min(...column) > Math.log2(100));
  const noise = residuals(residuals(columns.map(centered)));
  const variances = noise.map((column) => dot(column, column) / samples).sort((a, b) => a - b);
  // Counting noise of counts above 100 has variance below 0.01 / ln²2 = 0.02; dispersions start at 0.05 / ln²2.
  assert.ok(columns.length > 50);
  assert.ok(
    variances[0]! > 0.05 && variances.at(-1)! < 1,
    `${variances[0]} to ${variances.at(-1)}`,
  );
});

const dot = (a: Float64Array, b: Float64Array) =>
  a.reduce((sum, value, i) => sum + value * b[i]!, 0);

function centered(column: Float64Array): Float64Array {
  const mean = column.reduce((sum, value) => sum + value, 0) / column.length;
  return column.map((value) => value - mean);
}

/** The columns without their first principal component, found by power iteration. */
function residuals(columns: Float64Array[]): Float64Array[] {
  let direction = Float64Array.from(columns[0]!);
  for (let step = 0; step < 100; step++) {
    const next = new Float64Array(direction.length);
    for (const column of columns) {
      const weight = dot(column, direction);
      column.forEach((value, i) => next[i]! += weight * value);
    }
    const length = Math.sqrt(dot(next, next));
    direction = next.map((value) => value / length);
  }
  return columns.map((column) => {
    const weight = dot(column, direction);
    return column.map((value, i) => value - weight * direction[i]!);
  });
}

Deno.test("syntheticCohort() of version 1 clusters by cancer type: the nearest type mean is nearly always the own", () => {
  const { train, test, genes } = prepareDataset(syntheticCohort({ version: 1 }));
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
