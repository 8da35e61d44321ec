import * as tf from "@tensorflow/tfjs";
import type { Dataset } from "../data/dataset.ts";
import { labelOf } from "../plots/labels.ts";
import { baselineRows } from "../sweep/baselines.ts";
import type { LiveTraining } from "./train_live.ts";

/** A row of {@linkcode trainingTable}. */
export interface TrainingRow {
  readonly method: string;
  /** Latent dimensions or principal components; 0 for the mean predictor. */
  readonly dimensions: number;
  /** Null if the training diverged. */
  readonly test_mse: number | null;
  readonly test_r2: number | null;
  readonly epochs: number | null;
  readonly status: string | null;
}

/** Operations that principal components may take without the native library: about ten seconds. */
const LARGEST = 1e10;
const LEFT_OUT: TrainingRow = {
  method: "PCA",
  dimensions: 0,
  test_mse: null,
  test_r2: null,
  epochs: null,
  status:
    "left out: takes minutes on so many samples without the native library; `deno task report` has it",
};

/** Inner products of all training samples, and their eigenvectors. */
function pcaCost({ train: { rows }, genes }: Dataset): number {
  return rows ** 2 * genes.length + 20 * Math.min(rows, genes.length) ** 3;
}

function toRow({ name, latentSize, result }: LiveTraining): TrainingRow {
  return {
    method: labelOf(name),
    dimensions: latentSize,
    test_mse: result.testMse,
    test_r2: result.testR2,
    epochs: result.epochs,
    status: result.status,
  };
}

/**
 * Trained models next to the two simplest baselines on the same test samples: every gene's training mean, and
 * principal components of as many dimensions.
 *
 * @param trained What `trainLive` returned, one or more.
 *
 * @example
 * ```ts ignore
 * await show(trainingTable([trained], dataset));
 * ```
 */
export function trainingTable(trained: readonly LiveTraining[], dataset: Dataset): TrainingRow[] {
  const fast = tf.getBackend() === "tensorflow";
  if (!fast && pcaCost(dataset) > LARGEST) return [...trained.map(toRow), LEFT_OUT];
  const sizes = [...new Set(trained.map(({ latentSize }) => latentSize))];
  return [
    ...trained.map(toRow),
    ...baselineRows(dataset, sizes).map((row) => ({
      method: row.method === "pca" ? "PCA" : "mean of each gene",
      dimensions: row.components,
      test_mse: row.test_mse,
      test_r2: row.test_r2,
      epochs: null,
      status: null,
    })),
  ];
}
