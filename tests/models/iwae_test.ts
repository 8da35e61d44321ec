import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { iwae } from "../../lib/models/iwae.ts";
import { vae } from "../../lib/models/vae.ts";
import { networkWeights, normalTensor, SIZES } from "./_setup.ts";

const { genes, hidden, latent, batch } = SIZES;
const x = normalTensor([batch, genes], 1);

/** A network in evaluation mode: normalization by the batch would tie samples of one draw together. */
const params = { weights: networkWeights({ genes, hidden, latent, normalization: "none" }, 3) };

/** The batch many times over, so that one call averages as many draws for each sample. */
const DRAWS = 60, many = x.tile([DRAWS, 1]);

/** Losses of independent calls with K samples, and what the VAE's loss is with each call's noise. */
function losses(samples: number, calls: number, seed: number) {
  return Array.from({ length: calls }, (_, call) =>
    tf.tidy(() => {
      const epsilon = normalTensor([samples, batch * DRAWS, latent], 1000 * seed + call);
      const first = epsilon.slice([0, 0, 0], [1, -1, -1]).squeeze([0]);
      const [loss] = iwae.loss(params, many, { epsilon }, { samples }).loss.dataSync();
      const [same] = vae.loss(params, many, { epsilon: first }, { klWeight: 1 }).loss.dataSync();
      return { loss: loss!, vae: same! };
    }));
}

function summary(values: readonly number[]) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) /
    (values.length - 1);
  return { mean, error: Math.sqrt(variance / values.length) };
}

Deno.test("iwae.loss() never rises in expectation as samples are added (Burda et al. 2015, theorem 1)", () => {
  const counts = [1, 2, 5, 20],
    found = counts.map((k) => summary(losses(k, 20, k).map(({ loss }) => loss)));
  for (let i = 1; i < counts.length; i++) {
    const [before, now] = [found[i - 1]!, found[i]!], error = Math.hypot(before.error, now.error);
    console.log(`K = ${counts[i]}: ${now.mean.toFixed(3)} ± ${now.error.toFixed(3)}`);
    // It falls here, as the posterior is not exact; by more than chance allows.
    assert.ok(now.mean < before.mean - 4 * error, `K = ${counts[i]}: ${now.mean}, ${before.mean}`);
  }
});

Deno.test("iwae.loss() with one sample is the VAE's in expectation, its divergence sampled", () => {
  const calls = losses(1, 40, 7);
  const difference = summary(calls.map(({ loss, vae }) => loss - vae));
  console.log(`difference ${difference.mean.toFixed(4)} ± ${difference.error.toFixed(4)}`);
  assert.ok(Math.abs(difference.mean) < 4 * difference.error, `${difference.mean}`);
  // So small an error would show a missing ½ log 2π, a wrong sign or half the divergence.
  assert.ok(difference.error < 0.1 && calls[0]!.vae > 1);
  assert.ok(calls.some(({ loss, vae }) => loss !== vae), "nothing was sampled");
});

Deno.test("iwae.loss() is the log of the mean weight, as the definition in float64 has it", () => {
  const samples = 4, epsilon = normalTensor([samples, batch, latent], 5);
  const log2pi = Math.log(2 * Math.PI), w = params.weights;
  const matrix = (name: string) => w[name]!.arraySync() as number[][];
  const layer = (input: number[], name: string) =>
    (w[`${name}/bias`]!.arraySync() as number[]).map((bias, j) =>
      input.reduce((sum, value, i) => sum + value * matrix(`${name}/kernel`)[i]![j]!, bias)
    );
  const relu = (values: number[]) => values.map((value) => Math.max(0, value));
  const noise = epsilon.arraySync() as number[][][];
  const bounds = (x.arraySync() as number[][]).map((row, b) => {
    const h = relu(layer(row, "encoder_hidden"));
    const mean = layer(h, "mean"), logVariance = layer(h, "log_variance");
    const logWeights = Array.from({ length: samples }, (_, k) => {
      const z = mean.map((m, i) => m + Math.exp(logVariance[i]! / 2) * noise[k]![b]![i]!);
      const output = layer(relu(layer(z, "decoder_hidden")), "reconstruction");
      const error = output.reduce((sum, value, g) => sum + (value - row[g]!) ** 2, 0);
      const prior = z.reduce((sum, value) => sum - (value ** 2 + log2pi) / 2, 0);
      const posterior = noise[k]![b]!.reduce(
        (sum, e, i) => sum - (e ** 2 + logVariance[i]! + log2pi) / 2,
        0,
      );
      return prior - posterior - error;
    });
    return Math.log(logWeights.reduce((sum, value) => sum + Math.exp(value), 0) / samples);
  });
  const expected = -bounds.reduce((sum, value) => sum + value, 0) / batch;
  const [found] = iwae.loss(params, x, { epsilon }, { samples }).loss.dataSync();
  assert.ok(Math.abs(found! / expected - 1) < 1e-5, `${found}, ${expected}`);
});
