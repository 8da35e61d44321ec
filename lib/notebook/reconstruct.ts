import * as tf from "@tensorflow/tfjs";
import type { Dataset } from "../data/dataset.ts";
import { multilayerPerceptron } from "../models/multilayer_perceptron.ts";
import type { Moments } from "../models/network.ts";
import type { SplitName } from "../training/engine.ts";
import type { TrainedModel } from "./train_live.ts";

/** Momentum of the moving averages; see {@linkcode reconstruct}. */
const KEPT = 0.9;

/**
 * The posterior mean's reconstruction of a split by a trained network, in evaluation mode: the values whose
 * squared error is the test MSE.
 *
 * @param trained What `trainLive` returned.
 * @param dataset The dataset it was trained on.
 * @param split @default "test"
 * @returns Scaled expression, row-major [rows, genes].
 * @throws {Error} If the training diverged: there is no network to ask.
 *
 * @example
 * ```ts ignore
 * const values = reconstruct(await trainLive(vae, dataset, { engine }), dataset);
 * ```
 */
export function reconstruct(
  trained: TrainedModel,
  dataset: Dataset,
  split: SplitName = "test",
): Float32Array {
  const { weights, encodings, latentSize, steps } = trained;
  if (!weights || !encodings) {
    throw new Error(
      `Cannot reconstruct with a ${trained.name} that diverged: lower its learning rate`,
    );
  }
  return tf.tidy(() => {
    const params = toParams(weights, { genes: dataset.genes.length, latentSize, steps });
    const z = tf.tensor2d(encodings[split].mean, [dataset[split].rows, latentSize]);
    return multilayerPerceptron.decode(params, z).dataSync() as Float32Array;
  });
}

interface Sizes {
  readonly genes: number;
  readonly latentSize: number;
  readonly steps: number;
}

/** The decoder's tensors, and its moving averages corrected for having started at 0 and 1. */
function toParams(
  weights: Readonly<Record<string, Float32Array>>,
  { genes, latentSize, steps }: Sizes,
) {
  const hidden = weights["decoder_hidden/bias"]!.length;
  const shapes: Record<string, [number, number]> = {
    "decoder_hidden/kernel": [latentSize, hidden],
    "reconstruction/kernel": [hidden, genes],
  };
  const decoder = Object.entries(weights).filter(([name]) =>
    /^(decoder|reconstruction)/.test(name)
  );
  const tensors = Object.fromEntries(decoder.map(([name, values]) => [
    name,
    shapes[name] ? tf.tensor2d(values, shapes[name]) : tf.tensor1d(values),
  ]));
  const mean = weights["decoder_norm/moving_mean"],
    variance = weights["decoder_norm/moving_variance"];
  if (!mean || !variance) return { weights: tensors };
  const start = KEPT ** steps;
  const moments: Record<string, Moments> = {
    decoder_norm: {
      mean: tf.tensor1d(mean.map((value) => value / (1 - start))),
      variance: tf.tensor1d(variance.map((value) => (value - start) / (1 - start))),
    },
  };
  return { weights: tensors, moments };
}
