import { strict as assert } from "node:assert";
import * as tf from "@tensorflow/tfjs";
import { MODELS, vae } from "../../lib/models/mod.ts";
import { defineModel } from "../../lib/models/model.ts";
import { loadTensorFlow } from "../../lib/tensorflow/load.ts";
import { nativeBackend } from "../../lib/tensorflow/native_backend.ts";
import { PopulationEngine } from "../../lib/training/population_engine.ts";
import { train } from "../../lib/training/train.ts";
import { compareWithAlone, RUNS } from "./_population_comparison.ts";
import { NATIVE, toyDataset } from "./_setup.ts";

for (const model of Object.values(MODELS)) {
  Deno.test({
    name: `a population of 7 gives, run for run, what ${model.name} gives alone`,
    ignore: !NATIVE,
    fn: () => compareWithAlone(model),
  });
}

Deno.test({
  name: "a population gives what a model of a user's own gives alone, with operations of its own",
  ignore: !NATIVE,
  fn: () =>
    compareWithAlone(defineModel({
      ...vae,
      name: "own",
      loss(params, x, { epsilon }, { klWeight }) {
        const { mean, logVariance } = this.encode(params, x);
        const gate = tf.softmax(mean).cumsum(1), width = mean.shape[1]!;
        const z = mean.mul(gate).add(logVariance.mul(0.5).exp().mul(epsilon!)).leakyRelu(0.3);
        const swapped = tf.concat([z.slice([0, 1], [-1, width - 1]), z.slice([0, 0], [-1, 1])], 1);
        const error = this.decode(params, swapped).sub(x).erf().square().sum(1);
        const reconstruction = error.mean();
        const high = x.sum(1).greater(0), size = mean.square().sum(1);
        const kl = tf.where(high, size, size.mul(0.5)).softplus().mean();
        return { loss: reconstruction.add(kl.mul(klWeight as number)), reconstruction, kl };
      },
    })),
});

Deno.test({
  name:
    "a model with an operation that has no batching rule is trained one run at a time, and that is said once",
  ignore: !NATIVE,
  async fn() {
    const notes: string[] = [],
      resized = defineModel({
        ...vae,
        name: "resized",
        loss(params, x, noise, options) {
          const { mean } = this.encode(params, x), [rows, width] = mean.shape as [number, number];
          const image = tf.image.resizeBilinear(mean.reshape([1, rows, width, 1]) as tf.Tensor4D, [
            rows,
            width,
          ]);
          const terms = vae.loss.call(this, params, x, noise, options);
          return { ...terms, loss: terms.loss.add(image.square().sum()) };
        },
      });
    await compareWithAlone(resized, { population: { onNote: (text) => void notes.push(text) } });
    assert.deepEqual(notes, [
      "Cannot compute the loss of resized for several trainings at once: there is no batching rule for the " +
      "operation ResizeBilinear; its trainings run one by one",
    ]);
  },
});

// Slow ones, as momentum makes a rate ten times larger; and the one that diverges.
const sgd = RUNS.map(({ learningRate, seed }) => {
  return {
    optimizer: "sgd" as const,
    learningRate: learningRate > 1 ? learningRate : learningRate / 100,
    seed,
  };
});

for (
  const [what, given] of Object.entries({
    "warm-up, clipping and the mean over genes": {
      options: { klWarmup: 3, clipNorm: 1, reduction: "mean" as const },
      runs: RUNS.map((run) => ({
        ...run,
        learningRate: run.learningRate > 1 ? 1e30 : run.learningRate,
      })),
    },
    "momentum and no normalization": {
      options: { momentum: 0.9, normalization: "none" as const },
      runs: sgd,
    },
    "a number of epochs that is fixed": { options: { fixedEpochs: 3 } },
    "slots that are built anew whenever one is free": {
      population: { rebuild: "always" as const },
    },
    "two slots": { population: { slots: 2 } },
  })
) {
  Deno.test({
    name: `a population gives what each run gives alone: ${what}`,
    ignore: !NATIVE,
    fn: () => compareWithAlone(vae, given),
  });
}

Deno.test({
  name: "trainings of a population keep their networks as if alone, and leave nothing behind",
  ignore: !NATIVE,
  async fn() {
    await loadTensorFlow({ backend: "tensorflow" });
    const dataset = toyDataset(), native = nativeBackend();
    const count = () => [native.binding.getNumOfTensors(), native.binding.getNumOfSavedModels()];
    const small = { latentSize: 3, hiddenSize: 6, batchSize: 8, maxEpochs: 3 };
    const run = async (slots: number) => {
      const engine = new PopulationEngine(native, { slots });
      const results = await Promise.all(
        [1, 2, 3].map((seed) =>
          train(vae, dataset, { ...small, engine, seed, learningRate: 0.01 })
        ),
      );
      engine.dispose();
      return results.map(({ trained }) => trained!.encode(dataset.test.values).mean);
    };
    const [alone] = await Promise.all([run(3)]), before = count();
    const again = await run(2);
    assert.deepEqual(count(), before);
    again.forEach((mean, i) => {
      mean.forEach((value, j) => assert.ok(Math.abs(value - alone[i]![j]!) < 1e-4));
    });
  },
});
