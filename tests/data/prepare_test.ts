import assert from "node:assert/strict";
import type { Cohort } from "../../lib/data/cohort.ts";
import { prepareDataset, type PrepareOptions } from "../../lib/data/prepare.ts";
import { splitSamples } from "../../lib/data/split.ts";
import { syntheticCohort } from "../../lib/data/synthetic.ts";

const PARTS = ["train", "validation", "test"] as const;
const COHORT = syntheticCohort({ samples: 80, genes: 120, cancerTypes: 3 });

/** The cohort with other values: `change` gets each value, its row and its gene. */
function changed(
  cohort: Cohort,
  change: (value: number, row: number, gene: number) => number,
): Cohort {
  const width = cohort.matrix.genes.length;
  const values = cohort.matrix.values.map((value, i) =>
    change(value, Math.floor(i / width), i % width)
  );
  return { ...cohort, matrix: { ...cohort.matrix, values } };
}

Deno.test("prepareDataset() learns nothing from validation and test rows", () => {
  const options: PrepareOptions = { genes: 50, seed: 4 };
  const { train } = splitSamples(COHORT.matrix.samples, COHORT.cancerTypes, options);
  const trains = new Set(train), before = prepareDataset(COHORT, options);
  const changes: ((value: number, gene: number) => number)[] = [
    (value, gene) => gene % 2 ? 1000 * value : -value,
    () => NaN,
    () => 0,
  ];
  for (const variability of ["variance", "mad"] as const) {
    const before = prepareDataset(COHORT, { ...options, variability });
    for (const change of changes) {
      const other = changed(
        COHORT,
        (value, row, gene) => trains.has(row) ? value : change(value, gene),
      );
      const after = prepareDataset(other, { ...options, variability });
      assert.deepEqual(after.genes, before.genes);
      assert.deepEqual(after.means, before.means);
      assert.deepEqual(after.standardDeviations, before.standardDeviations);
      assert.deepEqual(after.train, before.train);
      assert.notDeepEqual(after.test.values, before.test.values);
      assert.notEqual(after.hash, before.hash);
    }
  }
  const other = changed(
    COHORT,
    (value, row, gene) => trains.has(row) && gene === 3 ? 9 * value : value,
  );
  assert.notDeepEqual(prepareDataset(other, options).genes, before.genes);
});

Deno.test("prepareDataset() chooses among rows of one gene id by the training rows alone", () => {
  const genes = COHORT.matrix.genes.map((gene, i) => i === 7 ? COHORT.matrix.genes[6]! : gene);
  const twice = { ...COHORT, matrix: { ...COHORT.matrix, genes } };
  const { train } = splitSamples(twice.matrix.samples, twice.cancerTypes);
  const trains = new Set(train);
  const raised = (gene: number) =>
    changed(twice, (value, row, at) => !trains.has(row) && at === gene ? value + 1000 : value);
  const chosen = [6, 7].map((gene) => {
    const dataset = prepareDataset(raised(gene));
    return dataset.means[dataset.genes.indexOf(genes[6]!)];
  });
  assert.equal(chosen[0], chosen[1]);
});

Deno.test("prepareDataset() scales training columns to mean 0 and deviation 1 (n − 1)", () => {
  const { train, genes } = prepareDataset(COHORT, { genes: 60 });
  for (let gene = 0; gene < genes.length; gene++) {
    const column = Array.from(
      { length: train.rows },
      (_, row) => train.values[row * genes.length + gene]!,
    );
    const mean = column.reduce((sum, z) => sum + z, 0) / train.rows;
    const variance = column.reduce((sum, z) => sum + (z - mean) ** 2, 0) / (train.rows - 1);
    assert.ok(
      Math.abs(mean) < 1e-7 && Math.abs(variance - 1) < 1e-6,
      `${genes[gene]}: ${mean}, ${variance}`,
    );
  }
});

Deno.test("prepareDataset() z-scores every row by the training mean and deviation, nothing mixed up", () => {
  const dataset = prepareDataset(COHORT, { genes: 30, seed: 2 });
  const { samples, genes, values } = COHORT.matrix;
  for (const part of PARTS) {
    dataset[part].samples.forEach((sample, row) => {
      const source = samples.indexOf(sample);
      assert.equal(dataset[part].cancerTypes[row], COHORT.cancerTypes[source]);
      dataset.genes.forEach((gene, i) => {
        const value = values[source * genes.length + genes.indexOf(gene)]!;
        const z = Math.fround((value - dataset.means[i]!) / dataset.standardDeviations[i]!);
        assert.equal(dataset[part].values[row * 30 + i], z);
      });
    });
  }
  assert.equal(PARTS.reduce((sum, part) => sum + dataset[part].rows, 0), samples.length);
});

Deno.test("prepareDataset() orders genes from the most variable on", () => {
  const { standardDeviations } = prepareDataset(COHORT);
  for (let i = 1; i < standardDeviations.length; i++) {
    assert.ok(standardDeviations[i]! <= standardDeviations[i - 1]!);
  }
});

Deno.test("prepareDataset() gives a missing cell z-score 0 and counts it", () => {
  const holes = changed(COHORT, (value, row, gene) => gene === 5 && row % 4 === 0 ? NaN : value);
  const dataset = prepareDataset(holes), at = dataset.genes.indexOf("GENE6");
  let filled = 0;
  for (const part of PARTS) {
    dataset[part].samples.forEach((sample, row) => {
      const z = dataset[part].values[row * dataset.genes.length + at]!;
      if (holes.matrix.samples.indexOf(sample) % 4 === 0) filled += z === 0 ? 1 : 0;
      else assert.ok(Number.isFinite(z));
    });
  }
  assert.equal(filled, 20);
  assert.equal(dataset.report.find(({ kind }) => kind === "filled-cells")?.count, 20);
});

Deno.test("prepareDataset() gives equal hashes to equal content and options, and only to them", () => {
  const { hash } = prepareDataset(COHORT, { genes: 50 });
  assert.match(hash, /^[0-9a-f]{64}$/);
  assert.equal(prepareDataset({ ...COHORT, name: "renamed" }, { genes: 50, seed: 0 }).hash, hash);
  const options: PrepareOptions[] = [
    { genes: 49 },
    { genes: 50, seed: 1 },
    { genes: 50, variability: "mad" },
    { genes: 50, testFraction: 0.2 },
  ];
  for (const other of options) assert.notEqual(prepareDataset(COHORT, other).hash, hash);
  const types = COHORT.cancerTypes.map((type) => type.replace("synthetic ", ""));
  assert.notEqual(prepareDataset({ ...COHORT, cancerTypes: types }, { genes: 50 }).hash, hash);
});

Deno.test("prepareDataset() reports the cohort's notices and its own", () => {
  const cancerTypes = COHORT.cancerTypes.map((type, i) => i === 0 ? "rare" : type);
  const report = [{ kind: "blank-lines", count: 3, examples: [] }] as const;
  const dataset = prepareDataset({ ...COHORT, cancerTypes, report });
  assert.deepEqual(dataset.report.map(({ kind }) => kind), [
    "blank-lines",
    "fewer-genes",
    "small-classes",
  ]);
  assert.deepEqual(dataset.report[2]!.examples, ["rare: 1 samples"]);
  assert.ok(dataset.train.cancerTypes.includes("rare"));
});

Deno.test("prepareDataset() refuses a cohort whose sizes do not fit together", () => {
  const cancerTypes = COHORT.cancerTypes.slice(1);
  assert.throws(() => prepareDataset({ ...COHORT, cancerTypes }), RangeError);
  assert.throws(() => prepareDataset(COHORT, { seed: -1 }), RangeError);
});
