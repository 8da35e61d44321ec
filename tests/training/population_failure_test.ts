import { strict as assert } from "node:assert";
import type { Dataset } from "../../lib/data/dataset.ts";
import { vae } from "../../lib/models/mod.ts";
import { defineModel, type Model } from "../../lib/models/model.ts";
import { loadTensorFlow } from "../../lib/tensorflow/load.ts";
import { nativeBackend } from "../../lib/tensorflow/native_backend.ts";
import { PopulationEngine, type PopulationOptions } from "../../lib/training/population_engine.ts";
import { train, type TrainOptions } from "../../lib/training/train.ts";
import { NATIVE, toyDataset, toyJob } from "./_setup.ts";

const dataset = toyDataset();
const order = Int32Array.from({ length: dataset.train.rows }, (_, i) => i);
const small = { latentSize: 3, hiddenSize: 6, batchSize: 8, maxEpochs: 3, learningRate: 0.01 };

/** A population's test: what is left open afterwards, an unsettled promise too, fails it. */
function population(
  name: string,
  body: (engine: PopulationEngine) => Promise<void>,
  options: Partial<PopulationOptions> = {},
) {
  Deno.test({
    name,
    ignore: !NATIVE,
    async fn() {
      await loadTensorFlow({ backend: "tensorflow" });
      const { binding } = nativeBackend(), before = binding.getNumOfSavedModels();
      const engine = new PopulationEngine(nativeBackend(), { slots: 2, ...options });
      await body(engine);
      engine.dispose();
      assert.equal(binding.getNumOfSavedModels(), before);
    },
  });
}

/** A formula that throws in one of the times that it is traced; each population traces it. */
function throwing(at: number): Model {
  let count = 0;
  return defineModel({
    ...vae,
    name: "throwing",
    loss(...given) {
      if (++count === at) throw new Error(`refused at ${at}`);
      return vae.loss.apply(this, given);
    },
  });
}

// A population traces the formula five times: 3 is in the first one, 8 in the one that is built for fewer trainings.
for (const [at, lost] of [[3, 4], [8, 2]] as const) {
  population(
    `what throws while a population is built is told to all of its trainings: trace ${at}`,
    async (engine) => {
      const model = throwing(at), ends = [2, 2, 8, 8];
      const one = (maxEpochs: number, seed: number) =>
        train(model, dataset, { ...small, engine, seed, maxEpochs, minEpochs: maxEpochs });
      const ended = await Promise.allSettled(ends.map(one));
      const refused = ended.filter(({ status }) =>
        status === "rejected"
      ) as PromiseRejectedResult[];
      assert.deepEqual(
        refused.map(({ reason }) => reason.message),
        Array(lost).fill(`refused at ${at}`),
      );
      assert.equal((await one(2, 9)).epochs, 2); // and the next one is trained
    },
    { slots: 4, rebuild: "always" },
  );
}

population("who asks for a slot as soon as one was refused, or left, gets one", async (engine) => {
  const job = toyJob(throwing(1));
  const again = await engine.start(job, dataset).catch(() => engine.start(job, dataset));
  again.dispose();
  const next = await engine.start(job, dataset).then((first) => {
    first.dispose();
    return engine.start(job, dataset);
  });
  next.dispose();
});

population("a population that cannot take its data leaves nothing behind", async (engine) => {
  const values = new Float32Array(dataset.test.values.length + 1);
  const damaged: Dataset = { ...dataset, test: { ...dataset.test, values } };
  await assert.rejects(() => engine.start(toyJob(vae), damaged), RangeError);
});

population("a training that was disposed of does nothing to the others", async (engine) => {
  const begin = (seed: number) => engine.start(toyJob(vae, { seed, batchSize: 8 }), dataset);
  const [first, second] = await Promise.all([begin(1), begin(2)]);
  const waits = assert.rejects(() => Promise.resolve(first.trainEpoch(order)), /has left/);
  await new Promise((resolve) => setTimeout(resolve, 5));
  first.dispose();
  await waits;
  for (const use of [() => first.trainEpoch(order), () => first.weights()]) {
    await assert.rejects(() => Promise.resolve(use()), /after its disposal/);
  }
  assert.equal((await second.trainEpoch(order)).length, 3);
  second.dispose();
});

/** Trainings that are asked for something else at their ends, by seed. */
async function asking(engine: PopulationEngine, onEnd: (seed: number) => TrainOptions["onEnd"]) {
  await Promise.all(
    [1, 2].map((seed) => train(vae, dataset, { ...small, engine, seed, onEnd: onEnd(seed) })),
  );
}

population("several calls of one training may be awaited together", async (engine) => {
  await asking(engine, () => async (training) => {
    const errors = () => training.decodingErrors("test", new Int32Array(5), new Float32Array(15));
    const [one, other] = await Promise.all([errors(), errors()]);
    assert.deepEqual(one, other);
  });
});

population("trainings may decode different numbers of vectors at the same time", async (engine) => {
  await asking(engine, (seed) => async (training) => {
    const rows = new Int32Array(seed === 1 ? 3 : 200), latent = new Float32Array(3 * rows.length);
    const errors = await training.decodingErrors("test", rows, latent);
    assert.ok(errors.length === rows.length && errors.every((error) => error === errors[0]));
  });
});

population("a training of a population takes whole epochs, as the others do", async (engine) => {
  const begin = (seed: number) => engine.start(toyJob(vae, { seed, batchSize: 8 }), dataset);
  const [first, second] = await Promise.all([begin(1), begin(2)]);
  for (const wrong of [order.subarray(8), new Int32Array([...order, ...order])]) {
    await assert.rejects(() => Promise.resolve(first.trainEpoch(wrong)), RangeError);
  }
  const both = await Promise.all([first, second].map((one) => one.trainEpoch(order)));
  assert.deepEqual(both.map(({ length }) => length), [3, 3]);
  first.dispose();
  second.dispose();
});
