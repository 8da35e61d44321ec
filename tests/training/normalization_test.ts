import assert from "node:assert/strict";
import { vae } from "../../lib/models/mod.ts";
import { openEngine } from "../../lib/training/open_engine.ts";
import { ENGINES, inOrder, largestDifference, NATIVE, toyDataset, toyJob } from "./_setup.ts";

const ROWS = 8, GENES = 10, HIDDEN = 6, LATENT = 3;

/** Posterior means with the batch's own mean and its unbiased variance in place of moving averages. */
function expectedMeans(x: Float32Array, weights: Record<string, Float32Array>): Float32Array {
  const kernel = weights["encoder_hidden/kernel"]!, bias = weights["encoder_hidden/bias"]!;
  const head = weights["mean/kernel"]!, shift = weights["mean/bias"]!;
  const pre = Array.from({ length: ROWS }, (_, row) =>
    Array.from({ length: HIDDEN }, (_, unit) => {
      let sum = bias[unit]!;
      for (let g = 0; g < GENES; g++) sum += x[row * GENES + g]! * kernel[g * HIDDEN + unit]!;
      return sum;
    }));
  const mean = bias.map((_, unit) => pre.reduce((sum, row) => sum + row[unit]!, 0) / ROWS);
  const variance = mean.map((m, unit) =>
    pre.reduce((sum, row) => sum + (row[unit]! - m) ** 2, 0) / (ROWS - 1)
  );
  return Float32Array.from({ length: ROWS * LATENT }, (_, at) => {
    const row = Math.floor(at / LATENT), k = at % LATENT;
    return pre[row]!.reduce((sum, value, unit) => {
      const h = Math.max(0, (value - mean[unit]!) / Math.sqrt(variance[unit]! + 1e-5));
      return sum + h * head[unit * LATENT + k]!;
    }, shift[k]!);
  });
}

for (const options of ENGINES) {
  Deno.test({
    name:
      `encode() of the ${options.engine} engine on ${options.backend} corrects moving averages ` +
      "for their start: steps on one batch give that batch's mean and unbiased variance",
    ignore: options.backend === "tensorflow" && !NATIVE,
    async fn() {
      const engine = await openEngine(options), dataset = toyDataset({ train: ROWS });
      // So small a learning rate leaves the weights, hence the batch's moments, as they are.
      const still = { optimizer: "sgd", learningRate: 1e-30, batchSize: ROWS } as const;
      const training = engine.start(toyJob(vae, still), dataset);
      const expected = expectedMeans(dataset.train.values, training.weights());
      for (let step = 1; step <= 5; step++) {
        training.trainEpoch(inOrder(ROWS));
        const difference = largestDifference(training.encode("train").mean, expected);
        assert.ok(difference < 1e-4, `after ${step} steps: ${difference}`);
      }
      training.dispose();
      engine.dispose();
    },
  });
}
