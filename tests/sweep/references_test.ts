import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { prepareDataset } from "../../lib/data/prepare.ts";
import { syntheticCohort } from "../../lib/data/synthetic.ts";
import { vae } from "../../lib/models/vae.ts";
import { heldOutScores } from "../../lib/numbers/held_out_scores.ts";
import { defaultsOf, RUN_OPTIONS } from "../../lib/options/mod.ts";
import { referenceRows, representations } from "../../lib/sweep/references.ts";
import type { Job } from "../../lib/training/engine.ts";
import { EagerEngine } from "../../lib/training/eager_engine.ts";

const COHORT = syntheticCohort({ samples: 120, genes: 60, cancerTypes: 3 });
const DATASET = prepareDataset(COHORT, { seed: 4 });
const NETWORK = { hiddenSize: 16, normalization: "batch" } as const;
const SIZES = [2, 5];

const found = [...representations(DATASET, SIZES, { ...NETWORK, seed: 4 })];
const of = (name: string, size: number | null = null) =>
  found.find(({ representation, components }) => representation === name && components === size)!;

Deno.test("representations() are the genes, then three of each size", () => {
  assert.deepEqual(found.map((one) => [one.representation, one.components, one.columns]), [
    ["raw genes", null, 60],
    ["pca", 2, 2],
    ["pca", 5, 5],
    ["random projection", 2, 2],
    ["random projection", 5, 5],
    ["untrained encoder", 2, 2],
    ["untrained encoder", 5, 5],
  ]);
  for (const { columns, train, test } of found) {
    assert.equal(train.length, DATASET.train.rows * columns);
    assert.equal(test.length, DATASET.test.rows * columns);
  }
});

Deno.test("representations() of an untrained encoder are the network's own at its initial weights", async () => {
  await tf.setBackend("cpu");
  const engine = new EagerEngine();
  for (const [normalization, size] of [["batch", 5], ["none", 2]] as const) {
    const options = { ...NETWORK, normalization, seed: 7 };
    const job: Job = {
      ...{ ...defaultsOf(RUN_OPTIONS), ...options, model: vae, modelOptions: { klWeight: 1 } },
      ...{ latentSize: size, optimizer: "adam" as const, learningRate: 0.1 },
    };
    const training = engine.start(job, DATASET);
    const specs = vae.parameters({ genes: 60, hidden: 16, latent: size, normalization });
    const values = training.weights();
    const weights = Object.fromEntries(
      Object.entries(specs).map((
        [name, { shape }],
      ) => [name, tf.tensor(values[name]!, [...shape])]),
    );
    const start = { mean: tf.zeros([16]), variance: tf.ones([16]) };
    const x = tf.tensor2d(DATASET.test.values, [DATASET.test.rows, 60]);
    const { mean } = vae.encode({ weights, moments: { encoder_norm: start } }, x);
    const expected = mean.dataSync();
    const own = [...representations(DATASET, [size], options)].at(-1)!;
    assert.equal(own.representation, "untrained encoder");
    expected.forEach((value, i) => assert.ok(Math.abs(own.test[i]! - value) < 1e-5, `${i}`));
    training.dispose();
  }
  engine.dispose();
});

Deno.test("representations() by principal components keep all distances once there are as many as samples tell", () => {
  const whole = [...representations(DATASET, [200], { ...NETWORK, seed: 4 })]
    .find(({ representation }) => representation === "pca")!;
  assert.equal(whole.columns, 60); // genes: fewer than the training samples
  const knn = ({ columns, train, test }: typeof whole) =>
    heldOutScores(
      { rows: DATASET.train.rows, columns, values: train, labels: DATASET.train.cancerTypes },
      { rows: DATASET.test.rows, columns, values: test, labels: DATASET.test.cancerTypes },
    )!.knn;
  assert.deepEqual(knn(whole), knn(of("raw genes")));
});

Deno.test("representations() by a random projection are other ones with each split's seed", () => {
  const [first] = of("random projection", 2).train as Float64Array;
  const other = [...representations(DATASET, [2], { ...NETWORK, seed: 5 })]
    .find(({ representation }) => representation === "random projection")!;
  assert.notEqual(other.train[0], first);
});

Deno.test("referenceRows() judges each representation by each classifier, the raw genes unless they are known", () => {
  const told: string[] = [], options = { ...NETWORK, seed: 4 };
  const all = referenceRows(DATASET, [2], { ...options, onProgress: (what) => told.push(what) });
  const names = ["raw genes", "pca", "random projection", "untrained encoder"];
  assert.deepEqual(
    all.map((row) => `${row.representation} ${row.components} ${row.classifier}`),
    names.flatMap((name, i) =>
      ["knn", "logistic"].map((classifier) => `${name} ${i === 0 ? null : 2} ${classifier}`)
    ),
  );
  assert.deepEqual(told, names.map((name, i) => i === 0 ? name : `${name} of size 2`));
  assert.deepEqual(referenceRows(DATASET, [2], { ...options, raw: false }), all.slice(2));
});

Deno.test("referenceRows() are none where no label has two classes", () => {
  const unknown = { ...COHORT, cancerTypes: COHORT.cancerTypes.map(() => "unknown") };
  assert.deepEqual(referenceRows(prepareDataset(unknown), [2], { ...NETWORK, seed: 0 }), []);
});
