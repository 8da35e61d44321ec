import assert from "node:assert/strict";
import { iwae, type Model, vae } from "../../lib/models/mod.ts";
import { openEngine } from "../../lib/training/open_engine.ts";
import { train } from "../../lib/training/train.ts";
import deepVae, { deepNetwork } from "../../notebooks/example/deep_vae.ts";
import { BOTH, ENGINES, inOrder, largestDifference, NATIVE, toyDataset, toyJob } from "./_setup.ts";

const GENES = 10, WIDE = 14, NARROW = 4, LATENT = 3;
const deepIwae: Model = { ...iwae, ...deepNetwork, name: "deep-iwae" };

for (const model of [deepVae, deepIwae]) {
  for (const normalization of ["batch", "none"] as const) {
    Deno.test({
      name:
        `trainEpoch() takes a network of two hidden layers of different widths: ${model.name}, ` +
        `normalization ${normalization}, equal losses on both engines`,
      ignore: !NATIVE,
      async fn() {
        const dataset = toyDataset({ genes: GENES, train: 48, validation: 70, test: 9 });
        const sizes = { hiddenSize: WIDE, latentSize: LATENT, normalization };
        const [graph, eager] = await Promise.all(BOTH.map(async (options) => {
          const engine = await openEngine(options);
          return { engine, training: engine.start(toyJob(model, sizes), dataset) };
        }));
        for (let epoch = 0; epoch < 4; epoch++) {
          const [a, b] = [graph!, eager!].map(({ training }) => [
            ...training.trainEpoch(inOrder(48)),
            training.evaluate("validation"),
          ]);
          a!.forEach((terms, step) =>
            assert.ok(largestDifference(Object.values(terms), Object.values(b![step]!)) < 1e-4)
          );
        }
        const [a, b] = [graph!, eager!].map(({ training }) => training.encode("test").mean);
        assert.ok(largestDifference(a!, b!) < 1e-4);
        const weights = graph!.training.weights();
        const layers = Object.keys(weights).filter((name) => name.endsWith("/moving_mean"));
        const widths = layers.map((name) => [name, weights[name]!.length]);
        const expected = { encoder_1: WIDE, encoder_2: NARROW, decoder_1: NARROW, decoder_2: WIDE };
        assert.deepEqual(
          Object.fromEntries(widths),
          normalization === "none" ? {} : Object.fromEntries(
            Object.entries(expected).map(([name, width]) => [`${name}_norm/moving_mean`, width]),
          ),
        );
        for (const { engine, training } of [graph!, eager!]) {
          training.dispose();
          engine.dispose();
        }
      },
    });
  }
}

for (const options of ENGINES) {
  Deno.test({
    name:
      `encode() of the ${options.engine} engine on ${options.backend} runs the model's own network: ` +
      "without normalization, what its weights give by hand",
    ignore: options.backend === "tensorflow" && !NATIVE,
    async fn() {
      const engine = await openEngine(options), dataset = toyDataset({ genes: GENES });
      const sizes = { hiddenSize: WIDE, latentSize: LATENT, normalization: "none" } as const;
      const training = engine.start(toyJob(deepVae, sizes), dataset);
      training.trainEpoch(inOrder(24));
      const weights = training.weights(), found = training.encode("test").mean;
      const layer = (input: readonly number[], name: string) => {
        const kernel = weights[`${name}/kernel`]!, bias = weights[`${name}/bias`]!;
        return [...bias].map((shift, j) =>
          input.reduce((sum, value, i) => sum + value * kernel[i * bias.length + j]!, shift)
        );
      };
      const relu = (values: readonly number[]) => values.map((value) => Math.max(0, value));
      const row = [...dataset.test.values.subarray(0, GENES)];
      const h = relu(layer(relu(layer(row, "encoder_1_hidden")), "encoder_2_hidden"));
      assert.ok(largestDifference(found.subarray(0, LATENT), layer(h, "mean")) < 1e-4);
      training.dispose();
      engine.dispose();
    },
  });

  Deno.test({
    name:
      `train() refuses a network whose results have other shapes, in the ${options.engine} engine ` +
      `on ${options.backend}`,
    ignore: options.backend === "tensorflow" && !NATIVE,
    async fn() {
      const engine = await openEngine(options), dataset = toyDataset({ genes: GENES });
      const settings = { engine, latentSize: LATENT, hiddenSize: 6, batchSize: 8, maxEpochs: 1 };
      // The mean of all latent dimensions in place of each: the loss would broadcast it.
      const narrow: Model = {
        ...vae,
        encode(params, x) {
          const { mean, logVariance } = vae.encode(params, x);
          return { mean: mean.mean(1, true), logVariance };
        },
      };
      const flat: Model = { ...vae, decode: (params, z) => vae.decode(params, z).mean(1, true) };
      await assert.rejects(train(narrow, dataset, settings), {
        name: "TypeError",
        message: /^Cannot train vae: encode's mean has shape \[\d+,1\], not \[\d+,3\]$/,
      });
      await assert.rejects(train(flat, dataset, settings), {
        name: "TypeError",
        message: /^Cannot train vae: decode's result has shape \[\d+,1\], not \[\d+,10\]$/,
      });
      assert.equal((await train(vae, dataset, settings)).epochs, 1);
      engine.dispose();
    },
  });
}

for (const options of ENGINES) {
  Deno.test({
    name:
      `trainEpoch() of the ${options.engine} engine on ${options.backend} refuses moments of a layer that ` +
      "no parameter announces, and keeps those of a layer that is not used as they start",
    ignore: options.backend === "tensorflow" && !NATIVE,
    async fn() {
      const engine = await openEngine(options), dataset = toyDataset({ genes: GENES });
      const silent: Model = {
        ...vae,
        parameters: (sizes) => vae.parameters({ ...sizes, normalization: "none" }),
        encode(params, x) {
          const posterior = vae.encode(params, x), { mean } = posterior;
          params.observe?.("extra", { mean: mean.mean(0), variance: mean.mean(0) }, 8);
          return posterior;
        },
      };
      const job = toJobOf(silent);
      assert.throws(() => engine.start(job, dataset).trainEpoch(inOrder(24)), {
        name: "TypeError",
        message:
          'Cannot train vae: it observes the layer extra, but no parameter has "normalizes" extra',
      });
      const unused: Model = {
        ...vae,
        parameters: (sizes) => ({
          ...vae.parameters({ ...sizes, normalization: "none" }),
          "extra/scale": { shape: [2], initial: { constant: 1 }, normalizes: "extra" },
        }),
      };
      const training = engine.start(toJobOf(unused), dataset);
      training.trainEpoch(inOrder(24));
      const { mean, variance } = training.moments().extra!;
      assert.deepEqual([[...mean], [...variance]], [[0, 0], [1, 1]]);
      training.dispose();
      engine.dispose();
    },
  });
}

function toJobOf(model: Model) {
  return toyJob(model, { hiddenSize: 6, latentSize: LATENT, normalization: "batch" });
}
