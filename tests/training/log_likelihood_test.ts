import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import type { Dataset } from "../../lib/data/dataset.ts";
import { linearLayer } from "../../lib/models/linear_layer.ts";
import { type Model, MODELS, vae } from "../../lib/models/mod.ts";
import { mean } from "../../lib/numbers/mean.ts";
import { permutation, PURPOSE, stream } from "../../lib/random.ts";
import { testLogLikelihood } from "../../lib/training/_log_likelihood.ts";
import { openEngine } from "../../lib/training/open_engine.ts";
import { train } from "../../lib/training/train.ts";
import { BOTH, ENGINES, inOrder, largestDifference, NATIVE, toyDataset, toyJob } from "./_setup.ts";
import fixture from "../fixtures/log_likelihood.json" with { type: "json" };

const { pca } = fixture, GENES = pca.offset.length, LATENT = pca.shift.length;

const encoder = linearLayer("encoder"), decoder = linearLayer("decoder");

/** Probabilistic PCA: linear both ways, the posterior's variance the same for every sample. */
const probabilisticPca: Model = {
  ...vae,
  name: "probabilistic-pca",
  parameters: ({ genes, latent }) => ({
    ...encoder.parameters(genes, latent),
    ...decoder.parameters(latent, genes),
    log_variance: { shape: [latent], initial: { constant: 0 } },
  }),
  encode(params, x) {
    const mean = encoder.apply(params, x);
    return { mean, logVariance: tf.mul(tf.onesLike(mean), params.weights.log_variance!) };
  },
  decode: (params, z) => decoder.apply(params, z),
};

const initialWeights = Object.fromEntries(
  Object.entries({
    "encoder/kernel": pca.encoder,
    "encoder/bias": pca.shift,
    "decoder/kernel": pca.decoder,
    "decoder/bias": pca.offset,
    log_variance: pca.log_variance,
  }).map(([name, values]) => [name, Float32Array.from(values)]),
);

/** The fixture's first samples as a test split. */
function dataset(rows: number): Dataset {
  const toy = toyDataset({ genes: GENES, test: rows });
  const values = Float32Array.from(pca.x.slice(0, rows * GENES));
  return { ...toy, test: { ...toy.test, values } };
}

for (const options of ENGINES) {
  const ignore = options.backend === "tensorflow" && !NATIVE;

  Deno.test({
    name: `testLogLikelihood() is probabilistic PCA's exact likelihood where the posterior is: ` +
      `${options.engine} engine on ${options.backend}`,
    ignore,
    async fn() {
      const engine = await openEngine(options);
      for (const [rows, seed] of [[1, 0], [13, 3], [600, 5]] as const) {
        const data = dataset(rows);
        const job = toyJob(probabilisticPca, { latentSize: LATENT, seed, initialWeights });
        const training = engine.start(job, data);
        const order = permutation([seed, stream(PURPOSE.likelihood, 0)], rows).slice(0, 512);
        const exact = mean(Array.from(order, (row) => pca.log_likelihood[row]!));
        const found = await testLogLikelihood(training, job, data, pca.variance);
        assert.ok(Math.abs(found - exact) < 1e-5, `${rows} rows: ${found}, exactly ${exact}`);
        training.dispose();
      }
      engine.dispose();
    },
  });

  Deno.test({
    name: `decodingErrors() of posterior means are the errors of samples: ${options.engine} ` +
      `engine on ${options.backend}`,
    ignore,
    async fn() {
      const engine = await openEngine(options);
      for (const model of Object.values(MODELS)) {
        const data = toyDataset({ test: 70 }), job = toyJob(model);
        const training = engine.start(job, data);
        for (let epoch = 0; epoch < 3; epoch++) training.trainEpoch(inOrder(24));
        const { mean } = training.encode("test"), errors = training.sampleErrors("test");
        const found = training.decodingErrors("test", inOrder(70), mean);
        const genes = data.genes.length;
        assert.ok(largestDifference(found, errors.map((error) => error * genes)) < 1e-5);
        // Any order, and rows that come again.
        const rows = Int32Array.of(69, 2, 2),
          picked = [...rows].flatMap((row) => [
            ...mean.subarray(row * job.latentSize, (row + 1) * job.latentSize),
          ]);
        const some = training.decodingErrors("test", rows, Float32Array.from(picked));
        assert.ok(largestDifference(some, [found[69]!, found[2]!, found[2]!]) < 1e-5);
        training.dispose();
      }
      engine.dispose();
    },
  });
}

Deno.test("train() estimates the test split's likelihood by the same numbers on both engines", {
  ignore: !NATIVE,
}, async () => {
  for (const model of Object.values(MODELS)) {
    const found = await Promise.all(BOTH.map(async (options) => {
      const engine = await openEngine(options), data = toyDataset();
      const settings = { engine, latentSize: 3, hiddenSize: 6, batchSize: 8, maxEpochs: 3 };
      const result = await train(model, data, settings);
      const off = await train(model, data, { ...settings, fixedEpochs: 1 });
      assert.equal(off.testLogLikelihood, null);
      engine.dispose();
      return result.testLogLikelihood!;
    }));
    assert.ok(Number.isFinite(found[0]));
    assert.ok(largestDifference([found[0]!], [found[1]!]) < 1e-4, `${model.name}: ${found}`);
  }
});
