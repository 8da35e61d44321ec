import { strict as assert } from "node:assert";
import type { SplitName } from "../../../lib/training/engine.ts";
import type { LabelledSplits } from "../../../lib/sweep/execute/label_scores.ts";
import { measureRun, networkOutputs } from "../../../lib/sweep/execute/measure_run.ts";

const split = (cancerTypes: readonly string[]) => ({
  rows: cancerTypes.length,
  values: new Float32Array(),
  samples: cancerTypes.map((_, i) => `s${i}`),
  cancerTypes,
});

/** Two latent dimensions: the first is ±1 by cancer type, the second always 0. */
const TYPES = ["left", "right", "left", "right"];
const encode = (name: SplitName) => {
  const types = name === "test" ? TYPES : [...TYPES, ...TYPES];
  return {
    mean: Float32Array.from(types.flatMap((type) => [type === "left" ? -1 : 1, 0])),
    logVariance: new Float32Array(2 * types.length),
  };
};
const errors = Float32Array.of(0.25, 0.5, 0.75, 1);
const training = { encode, sampleErrors: () => errors };
const measured = async (
  training: Parameters<typeof networkOutputs>[0],
  samples: LabelledSplits,
) => measureRun(await networkOutputs(training), samples);
const dataset = { train: split([...TYPES, ...TYPES]), test: split(TYPES) };

Deno.test("measureRun() judges test samples' means with what training samples' means taught", async () => {
  // Variance of ±1 over four samples: 4/3. KL of mean ±1 and variance 1: ½. One dimension of two: rank 1.
  const score = { label: "cancer_type", balancedAccuracy: 1, auc: 1, classes: 2 };
  assert.deepEqual(await measured(training, dataset), {
    latent: {
      ...{ activeUnits: 1, effectiveRank: 1, knnAccuracy: 1, logisticAccuracy: 1 },
      downstream: [{ ...score, classifier: "knn" }, { ...score, classifier: "logistic" }],
    },
    details: { errors, kl: Float64Array.of(0.5, 0), activity: Float64Array.of(4 / 3, 0) },
  });
  const swapped = { ...dataset, test: split(TYPES.toReversed()) };
  const { knnAccuracy, logisticAccuracy } = (await measured(training, swapped)).latent;
  assert.deepEqual([knnAccuracy, logisticAccuracy], [0, 0]);
});

Deno.test("measureRun() has no accuracy without cancer types, and the rest all the same", async () => {
  const unknown = { train: split(Array(8).fill("unknown")), test: split(Array(4).fill("unknown")) };
  assert.deepEqual((await measured(training, unknown)).latent, {
    activeUnits: 1,
    effectiveRank: 1,
    knnAccuracy: null,
    logisticAccuracy: null,
    downstream: [],
  });
});

Deno.test("measureRun() measures each label; accuracies in the results are those of the first", async () => {
  const sides = [...TYPES, ...TYPES], other = sides.map((_, i) => i % 3 ? "x" : "y");
  const labels = (count: number, first: string[]) => [
    { name: "only one", values: Array<string>(count).fill("same") },
    { name: "other", values: other.slice(0, count) },
    { name: "side", values: first.slice(0, count) },
  ];
  const { train, test } = dataset;
  const inOrder = async (
    order: (labels: { name: string; values: string[] }[]) => typeof labels,
  ) => {
    const { latent } = await measured(training, {
      train: { ...train, labels: order(labels(8, sides)) },
      test: { ...test, labels: order(labels(4, sides)) },
    });
    return latent;
  };
  const first = await inOrder((all) => all.toReversed()), last = await inOrder((all) => all);
  const names = (latent: typeof first) =>
    latent.downstream!.map(({ label, classifier }) => `${label} ${classifier}`);
  assert.deepEqual(names(first), ["side knn", "side logistic", "other knn", "other logistic"]);
  assert.deepEqual([first.knnAccuracy, first.logisticAccuracy], [1, 1]);
  assert.deepEqual([last.knnAccuracy, last.logisticAccuracy], [null, null], "it has one class");
  // Sides do not tell the other label: of its samples at one place half or none are y.
  assert.ok(first.downstream!.filter(({ label }) => label === "other").every(({ auc }) => auc < 1));
});

Deno.test("measureRun() says nothing of a latent space that is not finite, and keeps the errors", async () => {
  for (const name of ["mean", "logVariance"] as const) {
    const broken = {
      ...training,
      encode(split: SplitName) {
        const encoded = encode(split);
        if (split === "test") encoded[name][3] = Infinity;
        return encoded;
      },
    };
    const { latent, details } = await measured(broken, dataset);
    assert.deepEqual(Object.values(latent), [null, null, null, null, []]);
    assert.deepEqual(details, {
      errors,
      kl: Float64Array.of(NaN, NaN),
      activity: Float64Array.of(NaN, NaN),
    });
  }
});

Deno.test("measureRun() has no variance of a single test sample", async () => {
  const single = {
    ...training,
    encode: () => ({ mean: new Float32Array(3), logVariance: new Float32Array(3) }),
  };
  const { latent } = await measured(single, { ...dataset, test: split(["left"]) });
  assert.equal(latent.activeUnits, null);
});
