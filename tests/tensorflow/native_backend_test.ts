import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { install } from "../../lib/tensorflow/install.ts";
import { loadTensorFlow } from "../../lib/tensorflow/load.ts";
import { nativeBackend } from "../../lib/tensorflow/native_backend.ts";

const { backend } = await install({ sources: [] });
const ignore = backend !== "tensorflow";
if (ignore) console.error("SKIPPED: nativeBackend() needs `deno task setup`");

Deno.test("nativeBackend() before loadTensorFlow() says what to call", () => {
  assert.throws(nativeBackend, /call loadTensorFlow\(\) before/);
});

Deno.test({
  name: "nativeBackend() runs an op that tfjs has no call for, on tfjs's own tensors",
  ignore,
  async fn() {
    await loadTensorFlow({ backend: "tensorflow" });
    const { backend, binding } = nativeBackend();
    const input = tf.tensor1d([0.5, -1.5, 2.5]);
    const dtype = backend.getDTypeInteger("float32");
    const attributes = [{ name: "T", type: binding.TF_ATTR_TYPE, value: dtype }];
    // Rint rounds halves to even numbers.
    const rounded = backend.executeSingleOutput("Rint", attributes, [input]);
    assert.deepEqual([...rounded.dataSync()], [0, -2, 2]);
    const before = binding.getNumOfTensors();
    input.dispose();
    assert.equal(binding.getNumOfTensors(), before - 1);
    rounded.dispose();
  },
});

Deno.test({
  name: "nativeBackend() tells a folder that holds no SavedModel",
  ignore,
  async fn() {
    await loadTensorFlow({ backend: "tensorflow" });
    const folder = await Deno.makeTempDir();
    const { binding } = nativeBackend();
    assert.throws(() => binding.loadSavedModel(folder, "serve"), /SavedModel/);
    assert.equal(binding.getNumOfSavedModels(), 0);
    await Deno.remove(folder);
  },
});
