/**
 * Trains each model for 50 steps on a device and says the losses of all steps as JSON. A process of its own, as a process
 * has one device.
 *
 * @module
 */
import { MODELS } from "../../lib/models/mod.ts";
import type { DeviceOptions } from "../../lib/tensorflow/device.ts";
import { openEngine } from "../../lib/training/open_engine.ts";
import { inOrder, toyDataset, toyJob } from "../training/_setup.ts";

const device: DeviceOptions = JSON.parse(Deno.args[0]!);
const dataset = toyDataset({ genes: 500, train: 3200, validation: 100, test: 70 });
const engine = await openEngine({ engine: "graph", backend: "tensorflow", ...device });
const found = Object.values(MODELS).flatMap((model) =>
  (["adam", "sgd"] as const).map((optimizer) => {
    const learningRate = optimizer === "sgd" ? 1e-5 : 1e-3;
    const sizes = { latentSize: 10, hiddenSize: 128, batchSize: 64 };
    const job = toyJob(model, { ...sizes, optimizer, learningRate });
    const training = engine.start(job, dataset);
    const steps = training.trainEpoch(inOrder(3200)).map(({ loss }) => loss!);
    const losses = {
      ...training.evaluate("validation"),
      mse: training.reconstructionError("test"),
    };
    training.dispose();
    return { name: `${model.name} by ${optimizer}`, steps, losses };
  })
);
engine.dispose();
console.log(JSON.stringify(found));
