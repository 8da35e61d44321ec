import assert from "node:assert/strict";
import { prepareDataset } from "../../lib/data/prepare.ts";
import { syntheticCohort } from "../../lib/data/synthetic.ts";
import { vae } from "../../lib/models/mod.ts";
import { latentPoints } from "../../lib/notebook/latent_points.ts";
import { reconstructionPairs } from "../../lib/notebook/reconstruction_pairs.ts";
import { trainingTable } from "../../lib/notebook/training_table.ts";
import { describeEnd, trainLive } from "../../lib/notebook/train_live.ts";
import { tryValues } from "../../lib/notebook/try_values.ts";
import { openEngine } from "../../lib/training/open_engine.ts";

const dataset = prepareDataset(syntheticCohort({ samples: 90, genes: 30, cancerTypes: 3 }));
const engine = await openEngine({ backend: "cpu" });
const small = { engine, latentSize: 3, hiddenSize: 8, batchSize: 16, maxEpochs: 4 };

Deno.test("trainLive() returns a network for every sample and the curves' callbacks stay the caller's", async () => {
  const epochs: number[] = [];
  let ended = 0;
  const trained = await trainLive(vae, dataset, {
    ...small,
    onEpoch: ({ epoch }) => void epochs.push(epoch),
    onEnd: () => void ended++,
  });
  assert.deepEqual(epochs, [1, 2, 3, 4]);
  assert.equal(ended, 1);
  const { points, xTitle } = latentPoints(trained, dataset);
  assert.equal(points.length, 90);
  assert.match(xTitle, /^Component 1 \([3-9]\d % of the variance\)$/); // of three dimensions the largest
  const { x, y } = reconstructionPairs(trained, dataset);
  assert.equal(x.length, y.length);
  const error = Float32Array.from(y).reduce((sum, value, i) => sum + (value - x[i]!) ** 2, 0) /
    x.length;
  assert.ok(Math.abs(error / trained.result.testMse! - 1) < 1e-5);
});

Deno.test("trainLive() hands back a diverged training as an outcome without a network", async () => {
  const trained = await trainLive(vae, dataset, { ...small, optimizer: "sgd", learningRate: 1e6 });
  assert.equal(trained.result.status, "diverged");
  assert.equal(trained.result.trained, null);
  assert.throws(() => reconstructionPairs(trained, dataset), /diverged: lower its learning rate/);
  assert.throws(() => latentPoints(trained, dataset), /that diverged/);
  const [row] = trainingTable([trained], dataset);
  assert.deepEqual([row!.status, row!.test_mse], ["diverged", null]);
});

Deno.test("trainingTable() sets the mean's and PCA's errors beside the model's", async () => {
  const trained = await trainLive(vae, dataset, small);
  const [own, mean, pca] = trainingTable([trained], dataset);
  assert.equal(own!.test_mse, trained.result.testMse);
  assert.equal(mean!.test_r2, 0);
  assert.equal(pca!.dimensions, 3);
  assert.ok(pca!.test_mse! < mean!.test_mse!);
});

Deno.test("tryValues() varies one constant and nothing else", async () => {
  const options = { ...small, option: "klWeight" };
  const rows = await tryValues(vae, dataset, { ...options, values: [1, 100] });
  const alone = await trainLive(vae, dataset, { ...small, modelOptions: { klWeight: 100 } });
  assert.deepEqual(rows.map((row) => row.klWeight), [1, 100]);
  assert.equal(rows[1]!.test_mse, alone.result.testMse);
  assert.ok(rows[1]!.latent_variance !== rows[0]!.latent_variance);
  assert.ok(rows.every(({ seconds }) => seconds > 0));
  await assert.rejects(
    tryValues(vae, dataset, { ...options, option: "samples", values: [1] }),
    { name: "RangeError", message: "Cannot try samples: the options of vae are klWeight" },
  );
});

Deno.test("describeEnd() says in a sentence how a training ended", () => {
  const unknown = { train: null, validation: null, test: null, trained: null, divergence: null };
  const text = describeEnd({
    ...{ ...unknown, status: "converged", epochs: 12, bestEpoch: 9 },
    ...{ validationMse: 0.4, testMse: 0.5, testR2: 0.5, testLogLikelihood: null },
    ...{ history: [], steps: 60, seconds: 1, stepsPerSecond: 60 },
  });
  assert.equal(text, "Stopped early after 12 epochs, best epoch 9; test MSE 0.500; 1.0 s");
});
