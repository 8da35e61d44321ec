/** Made-up results with the shape of real ones: high learning rates diverge under SGD, small ones stop late. */

import { PURPOSE, stream, uniform } from "../../lib/random.ts";

/** A row as the results frame has it, as far as figures and summaries read it. */
export interface FakeRow {
  run: string;
  model: string;
  learning_rate: number;
  latent_size: number;
  optimizer: string;
  seed: number;
  status: string;
  epochs: number | null;
  test_mse: number | null;
  test_r2: number | null;
  test_reconstruction: number | null;
  active_units: number | null;
  effective_rank: number | null;
  knn_accuracy: number | null;
  logistic_accuracy: number | null;
  error: string | null;
}

/** The levels of a made-up sweep; the default is the poster's grid. */
export interface FakeAxes {
  models?: string[];
  learningRates?: number[];
  latentSizes?: number[];
  optimizers?: string[];
  seeds?: number[];
}

const BEST: Record<string, number> = { adam: -3, rmsprop: -3.3, sgd: -2.6 };
const PENALTY: Record<string, number> = {
  "vae": 0,
  "iwae": 0.02,
  "info-vae": -0.03,
  "logcosh-vae": 0.05,
};

type Axes = Pick<FakeRow, "model" | "learning_rate" | "latent_size" | "optimizer" | "seed">;

function fakeRow(axes: Axes, index: number): FakeRow {
  const [a, b, c] = uniform(
    [axes.seed, stream(PURPOSE.synthetic, index)],
    3,
  ) as unknown as number[];
  const distance = Math.log10(axes.learning_rate) - (BEST[axes.optimizer] ?? -3);
  const none = {
    ...{ test_mse: null, test_r2: null, test_reconstruction: null },
    ...{ active_units: null, effective_rank: null, knn_accuracy: null, logistic_accuracy: null },
  };
  const row = { run: `run${index}`, ...axes, error: null };
  if (axes.optimizer === "sgd" && distance > 0.5 + a!) {
    return { ...row, ...none, status: "diverged", epochs: 1 + Math.floor(2 * b!) };
  }
  if (distance > 1.2 && axes.latent_size < 50 && a! < 0.6) {
    return { ...row, ...none, status: "diverged", epochs: 1 + Math.floor(4 * b!) };
  }
  if (c! > 0.993) {
    return { ...row, ...none, status: "failed", epochs: null, error: "out of memory" };
  }
  const size = Math.log10(axes.latent_size / 50);
  const mse = 0.33 *
    Math.exp(0.22 * distance ** 2 + 0.12 * size ** 2 + (PENALTY[axes.model] ?? 0)) *
    (1 + 0.06 * a!);
  const epochs = Math.min(100, Math.round(24 * 10 ** (-0.45 * distance) * (0.7 + 0.6 * b!)) + 4);
  return {
    ...row,
    status: epochs === 100 ? "max_epochs" : "converged",
    epochs,
    test_mse: c! < 0.01 ? mse * 40 : mse,
    test_r2: 1 - mse,
    test_reconstruction: 5000 * mse * (axes.model === "logcosh-vae" ? 0.6 : 1),
    active_units: Math.round(axes.latent_size ** 0.8 * (0.6 + 0.4 * b!)),
    effective_rank: axes.latent_size ** 0.7,
    knn_accuracy: Math.max(0.2, 0.95 - 0.5 * mse + 0.05 * b!),
    logistic_accuracy: Math.max(0.2, 0.97 - 0.4 * mse + 0.05 * a!),
  };
}

/** Rows for every combination of the levels; the same levels give the same rows. */
export function fakeRows(axes: FakeAxes = {}): FakeRow[] {
  const {
    models = ["vae", "iwae", "info-vae", "logcosh-vae"],
    learningRates = [0.1, 0.01, 0.001, 1e-4, 1e-5],
    latentSizes = [5, 10, 25, 50, 100, 200],
    optimizers = ["adam", "sgd", "rmsprop"],
    seeds = [0],
  } = axes;
  const rows: FakeRow[] = [];
  for (const model of models) {
    for (const learning_rate of learningRates) {
      for (const latent_size of latentSizes) {
        for (const optimizer of optimizers) {
          for (const seed of seeds) {
            rows.push(fakeRow({ model, learning_rate, latent_size, optimizer, seed }, rows.length));
          }
        }
      }
    }
  }
  return rows;
}
