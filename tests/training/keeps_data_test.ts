import assert from "node:assert/strict";
import { MODELS } from "../../lib/models/mod.ts";
import { loadTensorFlow } from "../../lib/tensorflow/load.ts";
import { nativeBackend } from "../../lib/tensorflow/native_backend.ts";
import type { Training } from "../../lib/training/engine.ts";
import { GraphEngine } from "../../lib/training/graph_engine.ts";
import { inOrder, NATIVE, toyDataset, toyJob } from "./_setup.ts";

/** All that a training gives, after steps and on every split. */
function outcome(training: Training): unknown {
  const steps = training.trainEpoch(inOrder(24));
  const latent = new Float32Array(2 * 3).fill(0.5), rows = Int32Array.of(5, 1);
  const splits = (["train", "validation", "test"] as const).map((split) => ({
    terms: training.evaluate(split),
    error: training.reconstructionError(split),
    sampleErrors: training.sampleErrors(split),
    encoding: training.encode(split),
    decoding: training.decodingErrors(split, rows, latent),
  }));
  return { steps, splits, weights: training.weights() };
}

Deno.test({
  name:
    "a graph that keeps the data gives the same bits as one that is fed them, of every model and split",
  ignore: !NATIVE,
  async fn() {
    await loadTensorFlow({ backend: "tensorflow" });
    const keeping = new GraphEngine(nativeBackend(), { keepsData: true });
    const fed = new GraphEngine(nativeBackend(), { keepsData: false });
    for (const model of Object.values(MODELS)) {
      const [kept, given] = [keeping, fed].map((engine) => {
        const training = engine.start(toyJob(model, { optimizer: "adam" }), toyDataset());
        const found = outcome(training);
        training.dispose();
        return found;
      });
      assert.deepEqual(kept, given, model.name);
    }
    keeping.dispose();
    fed.dispose();
  },
});

Deno.test({
  name:
    "a graph that keeps the data is given others of the same sizes when those come, also while the first are in use",
  ignore: !NATIVE,
  async fn() {
    await loadTensorFlow({ backend: "tensorflow" });
    const job = toyJob(MODELS.vae!), datasets = [toyDataset(), toyDataset({ seed: 1 })] as const;
    const expected = datasets.map((dataset) => {
      const engine = new GraphEngine(nativeBackend(), { keepsData: false });
      const training = engine.start(job, dataset), found = outcome(training);
      training.dispose();
      engine.dispose();
      return found;
    });
    assert.notDeepEqual(expected[0], expected[1]);
    const engine = new GraphEngine(nativeBackend(), { keepsData: true });
    for (const i of [0, 1, 0] as const) {
      const training = engine.start(job, datasets[i]);
      assert.deepEqual(outcome(training), expected[i], `turn with dataset ${i}`);
      training.dispose();
    }
    const both = datasets.map((dataset) => engine.start(job, dataset));
    assert.deepEqual(both.map(outcome), expected);
    for (const training of both) training.dispose();
    engine.dispose();
  },
});

Deno.test({
  name: "a graph that could not be given the data serves the next training",
  ignore: !NATIVE,
  async fn() {
    await loadTensorFlow({ backend: "tensorflow" });
    let built = 0;
    const { binding, ...native } = nativeBackend();
    const loadSavedModel = (...args: [folder: string, tags: string]) => {
      built++;
      return binding.loadSavedModel(...args);
    };
    const counting = Object.create(binding, { loadSavedModel: { value: loadSavedModel } });
    const engine = new GraphEngine({ ...native, binding: counting }, { keepsData: true });
    const job = toyJob(MODELS.vae!), dataset = toyDataset(), { train } = dataset;
    const values = new Float32Array(10 * train.values.length), unfit = { ...train, values };
    assert.throws(() => engine.start(job, { ...dataset, train: unfit }), RangeError);
    engine.start(job, dataset).dispose();
    assert.equal(built, 1);
    engine.dispose();
  },
});
