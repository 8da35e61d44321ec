import assert from "node:assert/strict";
import { defineModel, type Model, multilayerPerceptron } from "../../lib/models/mod.ts";
import { openEngine } from "../../lib/training/open_engine.ts";
import { train } from "../../lib/training/train.ts";
import { ENGINES, NATIVE, toyDataset } from "./_setup.ts";

/** A denoising autoencoder (Vincent et al. 2008): noise of the data's size, an option, an unused head. */
const denoising = defineModel({
  ...multilayerPerceptron,
  name: "denoising autoencoder",
  options: {
    noise: { minimum: 0, default: 0.3, help: "standard deviation of the corruption" },
    error: { choices: ["squared", "absolute"], default: "squared", help: "what is summed" },
  },
  noise: ({ batch }) => ({ corruption: [batch, 10] }),
  loss(params, x, { corruption }, { noise, error }) {
    const noisy = x.add(corruption!.mul(noise));
    const residual = this.decode(params, this.encode(params, noisy).mean).sub(x);
    const each = error === "squared" ? residual.square() : residual.abs();
    const reconstruction = each.sum(1).mean();
    return { loss: reconstruction, reconstruction, largest: residual.abs().max() };
  },
});

for (const options of ENGINES) {
  Deno.test({
    name:
      "train() takes a model of the user's own, with noise, options and parts of its own, in the " +
      `${options.engine} engine on ${options.backend}`,
    ignore: options.backend === "tensorflow" && !NATIVE,
    async fn() {
      const engine = await openEngine(options), dataset = toyDataset({ train: 64 });
      const settings = { engine, latentSize: 3, hiddenSize: 16, batchSize: 16, learningRate: 0.01 };
      const result = await train(denoising, dataset, settings);
      assert.notEqual(result.status, "diverged");
      assert.ok(result.testR2! > 0.3, `it learned nothing: R² = ${result.testR2}`);
      assert.deepEqual(Object.keys(result.test!), ["loss", "reconstruction", "largest"]);
      const modelOptions = { error: "absolute" };
      const other = await train(denoising, dataset, { ...settings, modelOptions, maxEpochs: 1 });
      assert.notEqual(other.history[0]!.train.loss, result.history[0]!.train.loss);
      // Another object of that name is another model.
      const doubled: Model = {
        ...denoising,
        loss(...args) {
          const { reconstruction } = denoising.loss(...args);
          return { loss: reconstruction.mul(2), reconstruction };
        },
      };
      const { train: terms } = (await train(doubled, dataset, { ...settings, maxEpochs: 1 }))
        .history[0]!;
      assert.ok(Math.abs(terms.loss! / terms.reconstruction! - 2) < 1e-5);
      engine.dispose();
    },
  });

  Deno.test({
    name:
      `train() refuses a model whose terms are not scalars or lack a loss or a weight, in the ` +
      `${options.engine} engine on ${options.backend}`,
    ignore: options.backend === "tensorflow" && !NATIVE,
    async fn() {
      const engine = await openEngine(options), dataset = toyDataset();
      const settings = { engine, latentSize: 3, hiddenSize: 6, batchSize: 8, maxEpochs: 1 };
      const faults: readonly [RegExp, Model["loss"]][] = [
        [/"loss" has shape \[8\]/, (params, x) => {
          const loss = denoising.decode(params, denoising.encode(params, x).mean).square().sum(1);
          return { loss, reconstruction: loss.mean() };
        }],
        [/"rows" has shape \[8,10\]/, (params, x, noise, options) => ({
          ...denoising.loss(params, x, noise, options),
          rows: x,
        })],
        [/not "loss"/, (params, x, noise, options) => {
          const { reconstruction } = denoising.loss(params, x, noise, options);
          return { reconstruction } as ReturnType<Model["loss"]>;
        }],
        [/does not depend on any weight/, (_, x) => ({ loss: x.mean(), reconstruction: x.mean() })],
      ];
      for (const [reason, loss] of faults) {
        await assert.rejects(train({ ...denoising, loss }, dataset, settings), (error: Error) => {
          assert.equal(error.name, "TypeError");
          assert.match(error.message, /^Cannot train denoising autoencoder: /);
          assert.match(error.message, reason);
          return true;
        });
      }
      assert.equal((await train(denoising, dataset, settings)).epochs, 1);
      engine.dispose();
    },
  });
}
