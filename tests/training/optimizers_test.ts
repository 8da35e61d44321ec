import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import type { Dataset } from "../../lib/data/dataset.ts";
import { type Model, multilayerPerceptron } from "../../lib/models/mod.ts";
import { loadTensorFlow } from "../../lib/tensorflow/load.ts";
import { openEngine } from "../../lib/training/open_engine.ts";
import {
  formOf,
  type OptimizerName,
  OPTIMIZERS,
  type OptimizerUse,
} from "../../lib/optimizers/mod.ts";
import { ENGINES, inOrder, NATIVE, toyDataset, toyJob } from "./_setup.ts";

/** A parameter from 1 on, with learning rate 0.1 and the gradients 0.5 and −1 of two steps. */
const GRADIENTS = [0.5, -1];

/**
 * adam     m = 0.1·0.5 = 0.05, v = 0.001·0.25 = 0.00025; m̂ = 0.05/0.1 = 0.5, v̂ = 0.00025/0.001 = 0.25:
 *          1 − 0.1·0.5/0.5 = 0.9
 *          m = 0.9·0.05 − 0.1 = −0.055, v = 0.999·0.00025 + 0.001 = 0.00124975;
 *          m̂ = −0.055/0.19 = −0.2894737, v̂ = 0.00124975/0.001999 = 0.6251876, its root 0.7906881:
 *          0.9 + 0.1·0.2894737/0.7906881 = 0.9366104
 * sgd      1 − 0.1·0.5 = 0.95; 0.95 + 0.1 = 1.05
 * rmsprop  s = 0.01·0.25 = 0.0025, its root 0.05: 1 − 0.1·0.5/0.05 = 0
 *          s = 0.99·0.0025 + 0.01 = 0.012475, its root 0.1116915: 0 + 0.1/0.1116915 = 0.8953233
 */
const EXPECTED: Record<OptimizerName, readonly [number, number]> = {
  adam: [0.9, 0.9366104],
  sgd: [0.95, 1.05],
  rmsprop: [0, 0.8953233],
};

/** An optimizer in one of its forms, and where two steps bring a parameter. */
interface Case extends OptimizerUse {
  readonly optimizer: OptimizerName;
  readonly expected: readonly [number, number];
}

const USUAL: OptimizerUse = { momentum: 0, reduction: "sum", clipNorm: null };

/**
 * momentum  v = 0.5: 1 − 0.1·0.5 = 0.95; v = 0.9·0.5 − 1 = −0.55: 0.95 + 0.055 = 1.005
 * clipped   at 1e9 no step is: what is usual, by the form that also small gradients are exact in
 */
const CASES: readonly Case[] = [
  ...Object.entries(EXPECTED).map(([name, expected]) => {
    return { ...USUAL, optimizer: name as OptimizerName, expected };
  }),
  { ...USUAL, optimizer: "sgd", momentum: 0.9, expected: [0.95, 1.005] },
  { ...USUAL, optimizer: "rmsprop", clipNorm: 1e9, expected: EXPECTED.rmsprop },
];

const label = ({ optimizer, momentum, clipNorm }: Case) =>
  optimizer + (momentum > 0 ? ` with momentum ${momentum}` : "") +
  (clipNorm === null ? "" : ` clipped at ${clipNorm}`);

for (const one of CASES) {
  const name = label(one), { optimizer, momentum, expected } = one;
  Deno.test(`update() of ${name} takes two steps as by hand and leaves no other tensors`, async () => {
    await loadTensorFlow({ backend: "cpu" });
    const { slots: names, scalars, update } = formOf(OPTIMIZERS[optimizer], one);
    let slots: readonly tf.Tensor[] = names.map(() => tf.scalar(0)), value = 1;
    GRADIENTS.forEach((gradient, i) => {
      const before = tf.memory().numTensors;
      const next = tf.tidy(() => {
        const { change, slots: kept } = update(
          tf.scalar(gradient),
          slots,
          scalars(0.1, i + 1, momentum),
        );
        return [change, ...kept];
      });
      assert.equal(tf.memory().numTensors, before + 1 + names.length);
      value += next[0]!.dataSync()[0]!;
      tf.dispose([next[0]!, ...slots]);
      slots = next.slice(1);
      assert.equal(tf.memory().numTensors, before);
      assert.ok(Math.abs(value - expected[i]!) < 2e-6, `step ${i + 1}: ${value}`);
    });
    tf.dispose([...slots]);
  });

  Deno.test(`update() of ${name} leaves a parameter without gradient where it is`, async () => {
    await loadTensorFlow({ backend: "cpu" });
    const { slots, scalars, update } = formOf(OPTIMIZERS[optimizer], one), zero = tf.scalar(0);
    const { change } = update(zero, slots.map(() => zero), scalars(0.1, 1, momentum));
    assert.equal(Math.abs(change.dataSync()[0]!), 0);
  });
}

/** Its loss is the biases' sum times the batch's mean, so that this mean is every bias's gradient. */
const linear: Model = {
  name: "linear",
  ...multilayerPerceptron,
  options: {},
  noise: () => ({}),
  loss({ weights }, x) {
    const loss = weights["mean/bias"]!.sum().mul(x.mean());
    return { loss, reconstruction: loss };
  },
};

/** Two batches of two rows, whose means are the two gradients. */
function twoBatches(genes: number): Dataset {
  const split = toyDataset({ genes, train: 4 });
  const values = Float32Array.from(
    { length: 4 * genes },
    (_, i) => GRADIENTS[i < 2 * genes ? 0 : 1]!,
  );
  return { ...split, train: { ...split.train, values } };
}

for (const options of ENGINES) {
  for (const one of CASES) {
    const { optimizer, momentum, clipNorm, expected } = one;
    Deno.test({
      name:
        `trainEpoch() of the ${options.engine} engine on ${options.backend} takes two steps of ` +
        `${label(one)} as by hand, and leaves weights alone that the loss does not use`,
      ignore: options.backend === "tensorflow" && !NATIVE,
      async fn() {
        const engine = await openEngine(options), dataset = twoBatches(4);
        const training = engine.start(
          toyJob(linear, {
            ...{ optimizer, momentum, clipNorm, learningRate: 0.1, batchSize: 2, latentSize: 3 },
            initialWeights: { "mean/bias": Float32Array.of(1, 1, 1) },
          }),
          dataset,
        );
        const before = training.weights();
        for (const [i, start] of [0, 2].entries()) {
          training.trainEpoch(inOrder(4).slice(start, start + 2));
          for (const value of training.weights()["mean/bias"]!) {
            assert.ok(Math.abs(value - expected[i]!) < 5e-6, `step ${i + 1}: ${value}`);
          }
        }
        const { "mean/bias": _, ...after } = training.weights(),
          { "mean/bias": __, ...same } = before;
        assert.deepEqual(after, same);
        training.dispose();
        engine.dispose();
      },
    });
  }
}
