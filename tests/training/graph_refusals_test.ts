import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { type Model, vae } from "../../lib/models/mod.ts";
import { nativeBackend } from "../../lib/tensorflow/native_backend.ts";
import { openEngine } from "../../lib/training/open_engine.ts";
import { train } from "../../lib/training/train.ts";
import { BOTH, NATIVE, toyDataset } from "./_setup.ts";

const SIZES = { latentSize: 3, hiddenSize: 6, batchSize: 8, maxEpochs: 1 };

/** The VAE with something added to its loss. */
function with_(name: string, extra: (x: tf.Tensor, bias: tf.Tensor) => tf.Tensor): Model {
  return {
    ...vae,
    name,
    loss(params, x, noise, options) {
      const terms = vae.loss(params, x, noise, options);
      return { ...terms, loss: terms.loss.add(extra(x, params.weights["mean/bias"]!).sum()) };
    },
  };
}

const READS = /reads a tensor back to JavaScript/, DRAWS = /draws random numbers of its own/;

/** Formulas that a graph would get wrong without a word, and what the error must say beside the name. */
const REFUSED: Readonly<Record<string, readonly [RegExp, Parameters<typeof with_>[1]]>> = {
  dataSync: [READS, (x) => tf.scalar(x.dataSync()[0]!)],
  arraySync: [READS, (x) => tf.tensor(x.arraySync() as number[][])],
  "print": [READS, (x) => (x.print(), x)],
  array: [READS, (x) => {
    let found: unknown;
    x.array().then((values) => found = values);
    return tf.scalar(found === undefined ? 0 : 1);
  }],
  data: [READS, (x) => (x.data(), x)],
  randomNormal: [DRAWS, () => tf.randomNormal([3])],
  randomUniform: [DRAWS, () => tf.randomUniform([3])],
  "Math.random": [DRAWS, () => tf.scalar(Math.random())],
  dropout: [DRAWS, (x) => tf.dropout(x, 0.5)],
  Multinomial: [DRAWS, (x) => tf.multinomial(x as tf.Tensor2D, 2, 7).toFloat()],
  Where: [/there is no rule for the operation Where/, (x) => {
    // The one operation of tfjs-node that works without attributes and has no rule.
    nativeBackend().backend.executeSingleOutput("Where", [], [x.greater(0)]);
    return x;
  }],
  Sum: [/attr.*(T|Tidx)/, (x) => {
    // Where tensors are at hand TensorFlow infers their types; in a graph it wants them spelled out.
    const { backend, binding } = nativeBackend();
    const attribute = { name: "keep_dims", type: binding.TF_ATTR_BOOL, value: false };
    return backend.executeSingleOutput("Sum", [attribute], [x, tf.tensor1d([0, 1], "int32")]);
  }],
};

for (const [name, [reason, extra]] of Object.entries(REFUSED)) {
  Deno.test({
    name: `start() of the graph engine refuses a loss with ${name}, says why and what to do`,
    ignore: !NATIVE,
    async fn() {
      const engine = await openEngine(BOTH[0]), dataset = toyDataset();
      const { backend } = nativeBackend(), { readSync, read } = backend;
      const { executeSingleOutput, executeMultipleOutputs } = backend, { random } = Math;
      const first = await train(vae, dataset, { engine, ...SIZES });
      const sessions = nativeBackend().binding.getNumOfSavedModels();
      await assert.rejects(
        train(with_(`vae with ${name}`, extra), dataset, { engine, ...SIZES }),
        (error: Error) => {
          assert.equal(error.name, "TypeError");
          assert.match(error.message, reason);
          assert.ok(
            error.message.includes(`Cannot compile the loss of vae with ${name} into a graph`),
          );
          assert.ok(error.message.includes("--engine eager"));
          return true;
        },
      );
      assert.equal(Math.random, random);
      for (
        const [key, own] of Object.entries({
          readSync,
          read,
          executeSingleOutput,
          executeMultipleOutputs,
        })
      ) {
        assert.equal(backend[key as "read"], own, key);
      }
      assert.equal(nativeBackend().binding.getNumOfSavedModels(), sessions);
      const again = await train(vae, dataset, { engine, ...SIZES });
      assert.deepEqual(again.test, first.test);
      const fresh = await train(vae, dataset, { engine, ...SIZES, latentSize: 2 });
      assert.equal(fresh.epochs, 1);
      engine.dispose();
    },
  });
}

/** Formulas that look alike but are the same at every step. */
const ACCEPTED: Readonly<Record<string, Parameters<typeof with_>[1]>> = {
  "a constant read back": (_, bias) => bias.mul(tf.tensor1d([1, 2, 3]).dataSync()[1]!),
  "a constant read back after its use": (_, bias) => {
    const constant = tf.tensor1d([1, 2, 3]), scaled = bias.mul(constant);
    return scaled.mul(constant.dataSync()[2]!);
  },
  "a tensor made elsewhere": (_, bias) => bias.mul(outside()),
  "seeded random numbers": (_, bias) => bias.mul(tf.randomNormal([3], 0, 1, "float32", 7)),
  "segments, whose gradient reads their ids": (_, bias) =>
    tf.unsortedSegmentSum(bias as tf.Tensor1D, tf.tensor1d([0, 1, 0], "int32"), 2).square(),
  "a product of whole numbers": (x, bias) => {
    const whole = x.mul(3).toInt();
    return bias.mul(tf.matMul(whole, whole, true).toFloat().mean());
  },
  "a whole-number part": (x, bias) => bias.mul(x.greater(0).toInt().sum().toFloat()),
};

let kept: tf.Tensor | undefined;
const outside = () => kept ??= tf.keep(tf.tensor1d([0.5, -1, 2]));

for (const [name, extra] of Object.entries(ACCEPTED)) {
  Deno.test({
    name:
      `start() of the graph engine takes a loss with ${name}, and trains it as the eager engine does`,
    ignore: !NATIVE,
    async fn() {
      const model = with_(name, extra), found = [];
      for (const options of BOTH) {
        const engine = await openEngine(options);
        const { test } = await train(model, toyDataset(), { engine, ...SIZES, optimizer: "sgd" });
        found.push(test!.loss!);
        engine.dispose();
        kept?.dispose();
        kept = undefined;
      }
      assert.ok(Math.abs(found[0]! / found[1]! - 1) < 1e-5, `${found}`);
    },
  });
}
