import { strict as assert } from "node:assert";
import * as tf from "@tensorflow/tfjs";
import { latentGenes } from "../../lib/embedding/latent_genes.ts";
import { vae } from "../../lib/models/mod.ts";
import { defaultsOf, RUN_OPTIONS } from "../../lib/options/mod.ts";
import { TrainedModel } from "../../lib/training/trained_model.ts";

/** A network without hidden layers: latent means are two of three genes, and what is decoded is linear in them. */
const linear = {
  ...vae,
  name: "linear",
  parameters: () => ({}),
  encode: (_: unknown, x: tf.Tensor) => {
    const mean = tf.slice(x as tf.Tensor2D, [0, 0], [x.shape[0]!, 2]);
    return { mean, logVariance: tf.zerosLike(mean) };
  },
  decode: (_: unknown, z: tf.Tensor) =>
    tf.matMul(z as tf.Tensor2D, tf.tensor2d([[1, 0, -3], [0, 2, 0.5]])),
};

Deno.test("latentGenes() gives a linear decoder's weights, and correlations by hand", async () => {
  await tf.setBackend("cpu");
  const trained = new TrainedModel({
    model: linear,
    options: {
      ...defaultsOf(RUN_OPTIONS),
      ...{ latentSize: 2, learningRate: 1, optimizer: "adam", seed: 0, modelOptions: {} },
    } as TrainedModel["content"]["options"],
    ...{ weights: {}, moments: {}, dataset: { name: "toy", hash: "" } },
    ...{ genes: ["A", "B", "C"], means: null, standardDeviations: null, scale: null },
    errorLimit: null,
  });
  // Rows A, B, C. The first dimension is A: mean 2, deviations -1, 0, 1, standard deviation 1.
  const values = Float32Array.of(1, 0, 4, 2, 3, 2, 3, 0, 1);
  const first = latentGenes(trained, values, { dimension: 0 });
  assert.equal(first.dimension, 0);
  assert.deepEqual(first.genes.map(({ gene }) => gene), ["C", "A", "B"]);
  const near = (a: number, b: number) => assert.ok(Math.abs(a - b) < 1e-6, `${a}, ${b}`);
  [-3, 1, 0].forEach((weight, i) => near(first.genes[i]!.weight, weight));
  // C deviates by 5/3, -1/3, -4/3: the sum of products with -1, 0, 1 is -3, of squares 42/9.
  near(first.genes[0]!.correlation, -3 / Math.sqrt(2 * 42 / 9));
  near(first.genes[1]!.correlation, 1);
  near(first.genes[2]!.correlation, 0);
  // The second one, B, varies most: -1, 2, -1, standard deviation √3.
  const most = latentGenes(trained, values, { top: 1 });
  assert.equal(most.dimension, 1);
  assert.deepEqual(most.genes.map(({ gene }) => gene), ["B"]);
  near(most.genes[0]!.weight, 2 * Math.sqrt(3));
  assert.throws(() => latentGenes(trained, values, { dimension: 2 }), /the latent space has 2/);
});
