import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import type { Dataset } from "../../lib/data/dataset.ts";
import { type Model, MODELS, vae } from "../../lib/models/mod.ts";
import { nativeBackend } from "../../lib/tensorflow/native_backend.ts";
import type { Engine } from "../../lib/training/engine.ts";
import { GraphEngine } from "../../lib/training/graph_engine.ts";
import { openEngine } from "../../lib/training/open_engine.ts";
import type { OptimizerName } from "../../lib/optimizers/mod.ts";
import { train } from "../../lib/training/train.ts";
import { ENGINES, inOrder, NATIVE, toyDataset, toyJob } from "./_setup.ts";

const SIZES = { latentSize: 3, hiddenSize: 6, batchSize: 8, maxEpochs: 2 };

/** Brings a dataset to the backend for good: the native one takes a tensor's values over at its first use. */
async function warm(engine: Engine, dataset: Dataset): Promise<void> {
  await train(vae, dataset, { engine, ...SIZES });
}

/** Tensors of tfjs; tensors and sessions of the native library, where it is in use. */
function held(engine: Engine) {
  const { numTensors, numDataBuffers } = tf.memory();
  if (engine.backend !== "tensorflow") return { numTensors, numDataBuffers };
  const { binding } = nativeBackend();
  const native = binding.getNumOfTensors(), sessions = binding.getNumOfSavedModels();
  return { numTensors, numDataBuffers, native, sessions };
}

for (const options of ENGINES) {
  const test = (criterion: string, fn: (engine: Engine) => Promise<void> | void) =>
    Deno.test({
      name: `${criterion}, ${options.engine} engine on ${options.backend}`,
      ignore: options.backend === "tensorflow" && !NATIVE,
      async fn() {
        const engine = await openEngine(options), before = held(engine);
        await fn(engine);
        engine.dispose();
        assert.deepEqual(held(engine), before, "the engine frees all at its disposal");
      },
    });

  test("train() leaves as many tensors as it found", async (engine) => {
    const dataset = toyDataset(), graph = engine.name === "graph";
    await warm(engine, dataset);
    const between = held(engine);
    for (const model of Object.values(MODELS)) {
      for (const optimizer of ["adam", "sgd", "rmsprop"] satisfies OptimizerName[]) {
        await train(model, dataset, { engine, optimizer, ...SIZES });
        const { sessions = 0, ...tensors } = held(engine), { sessions: _, ...expected } = between;
        assert.deepEqual(tensors, expected, `${model.name}, ${optimizer}`);
        assert.ok(sessions <= (graph ? 2 : 0), `${sessions} graphs are kept`);
      }
    }
    const { binding } = graph ? nativeBackend() : {};
    assert.equal(binding?.getNumOfSavedModels() ?? 2, 2, "two graphs are kept for the next run");
  });

  test("start() of a second training of one kind frees it as the first", async (engine) => {
    const dataset = toyDataset();
    await warm(engine, dataset);
    const between = held(engine);
    for (let round = 0; round < 3; round++) {
      const all = [0, 1, 2].map((seed) => engine.start(toyJob(vae, { seed }), dataset));
      for (const training of all) {
        training.trainEpoch(inOrder(24));
        training.snapshot();
        training.snapshot();
        training.restore();
      }
      for (const training of all) training.dispose();
      all[0]!.dispose(); // once more does no harm
      assert.deepEqual(held(engine), between);
    }
  });

  test("start() with another dataset leaves the data of a living training alone", (engine) => {
    const first = engine.start(toyJob(vae), toyDataset());
    const second = engine.start(toyJob(vae), toyDataset({ genes: 7 }));
    const third = engine.start(toyJob(vae), toyDataset({ genes: 5 }));
    for (const training of [first, second, third]) {
      assert.equal(training.trainEpoch(inOrder(24)).length, 3);
      assert.ok(Number.isFinite(training.evaluate("test").loss));
    }
    for (const training of [third, first, second]) training.dispose();
  });

  test("train() frees what a formula made before it threw", async (engine) => {
    const dataset = toyDataset();
    await warm(engine, dataset);
    const between = held(engine);
    const faults: Record<string, Model["loss"]> = {
      "in the forward pass": (params, x, noise, settings) => {
        vae.loss(params, x, noise, settings);
        throw new SyntaxError("in the forward pass");
      },
      // tfjs has no gradient for this operation.
      "gradient function not found for Cumprod": (params, x, noise, settings) => {
        const terms = vae.loss(params, x, noise, settings);
        return { ...terms, loss: terms.loss.add(params.weights["mean/bias"]!.cumprod().sum()) };
      },
    };
    for (const [message, loss] of Object.entries(faults)) {
      const training = train({ ...vae, loss }, dataset, { engine, ...SIZES });
      await assert.rejects(training, (error: Error) => error.message.includes(message));
      assert.deepEqual(held(engine), between, message);
    }
    const bias = new Float32Array(2);
    assert.throws(() =>
      engine.start(toyJob(vae, { initialWeights: { "mean/bias": bias } }), dataset)
    );
    assert.deepEqual(held(engine), between, "initial weights of the wrong size");
  });
}

Deno.test({
  name: "start() of the graph engine leaves no temporary folder, whether it compiles or not",
  ignore: !NATIVE,
  async fn() {
    const folder = await Deno.makeTempDir(), usual = Deno.env.get("TMPDIR");
    Deno.env.set("TMPDIR", folder);
    try {
      const { backend, binding } = (await openEngine(ENGINES[0]), nativeBackend());
      const seen: string[] = [];
      let fails = true;
      const loadSavedModel = (path: string, tags: string) => {
        seen.push(path, ...Array.from(Deno.readDirSync(path), ({ name }) => name));
        if (fails) throw new Error("no memory");
        return binding.loadSavedModel(path, tags);
      };
      const watched = Object.create(binding, { loadSavedModel: { value: loadSavedModel } });
      const engine = new GraphEngine({ backend, binding: watched }), dataset = toyDataset();
      const start = () => engine.start(toyJob(vae), dataset);
      assert.throws(start, /Cannot compile the loss of vae into a graph: no memory/);
      assert.ok(seen[0]!.startsWith(folder) && seen[1] === "saved_model.pb", `${seen}`);
      assert.deepEqual([...Deno.readDirSync(folder)], []);
      fails = false;
      start().dispose();
      assert.equal(seen.length, 4);
      assert.deepEqual([...Deno.readDirSync(folder)], []);
      engine.dispose();
    } finally {
      if (usual === undefined) Deno.env.delete("TMPDIR");
      else Deno.env.set("TMPDIR", usual);
      await Deno.remove(folder, { recursive: true });
    }
  },
});
