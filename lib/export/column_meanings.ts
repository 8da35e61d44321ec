import type pl from "nodejs-polars";
import { optionLabel } from "../options/mod.ts";
import type { ResultFolder } from "../sweep/open_result_folder.ts";
import type { ColumnMeaning } from "./planned_file.ts";

type Meaning = readonly [description: string, unit?: string];

const SQUARED = "squared z-scores (1 is the variance of a gene in the training samples)";

/** What the columns of results and learning curves hold, but for axes that only some sweeps have. */
const MEANINGS: Readonly<Record<string, Meaning>> = {
  run: ["Identity of the run: a hash of everything that decides its result"],
  model: ["Model that was trained"],
  learning_rate: ["Learning rate of the optimizer"],
  latent_size: ["Dimensions of the latent space"],
  optimizer: ["Optimizer that trained it"],
  seed: [
    "Seed of weights, order of batches and noise, and of the split unless split_seed is another",
  ],
  split_seed: ["Seed of the split into training, validation and test samples"],
  status: [
    "How the run ended: converged (early stopping), max_epochs, stalled (early stopping before it was 5 % better than the " +
    "mean predictor), diverged (a loss was not finite) or failed",
  ],
  epoch: ["Epoch, from 1", "epochs"],
  epochs: ["Epochs begun", "epochs"],
  best_epoch: ["Epoch that the metrics are from", "epochs"],
  train_loss: ["The model's own loss on training samples: not comparable between models"],
  validation_loss: [
    "The model's own loss on validation samples: not comparable between models",
  ],
  test_loss: ["The model's own loss on test samples: not comparable between models"],
  validation_mse: [
    "Error of the posterior mean's reconstruction of validation samples, mean over samples and genes",
    SQUARED,
  ],
  test_mse: [
    "Error of the posterior mean's reconstruction of test samples, mean over samples and genes: what models are compared on",
    SQUARED,
  ],
  test_r2: ["Share of the test samples' variance that the reconstruction explains"],
  test_reconstruction: ["Reconstruction part of the model's own loss on test samples"],
  test_log_likelihood: [
    "Log likelihood of test samples, mean over samples, the same estimate for every model",
    "nats per sample",
  ],
  active_units: [
    "Latent dimensions whose posterior mean varies over test samples by more than 0.01",
  ],
  effective_rank: ["Effective rank of the posterior means of test samples"],
  knn_accuracy: [
    "Balanced accuracy of the test samples' types by 5 nearest neighbours among posterior means",
  ],
  logistic_accuracy: [
    "Balanced accuracy of the test samples' types by logistic regression on posterior means",
  ],
  diverged_epoch: ["Epoch in which the loss stopped being finite", "epochs"],
  diverged_step: [
    "Step in which the loss stopped being finite, from the first of the run",
    "steps",
  ],
  diverged_part: ["Part of the loss that stopped being finite"],
  reconstruction: ["Reconstruction part of the validation loss"],
  kl: ["Kullback-Leibler divergence from the prior in the validation loss"],
  mmd: ["Maximum mean discrepancy from the prior in the validation loss"],
  steps_per_second: ["Training steps per second", "steps per second"],
  engine: ["Engine of the training"],
  backend: ["Backend of the engine"],
  threads: ["Threads of the process that trained it"],
  population: ["Runs that its process trained at once at the most"],
  device: ["What computed it: cpu or gpu"],
  precision: ["Format of the numbers in matrix products: float32 or tf32"],
  host: ["Machine that trained it"],
  started_at: ["When the run began, in ISO 8601, UTC"],
  failure: ["Why a failed run has no result"],
  error: ["Message of a failed run"],
};

/** Where one name means two things: a run's whole time, and an epoch's. */
const SECONDS = { results: "Time that the run took", history: "Time that the epoch took" } as const;

const TYPES: Readonly<Record<string, ColumnMeaning["type"]>> = { Int64: "whole", Float64: "real" };

/**
 * What each column of a table means.
 *
 * @param table Which table of the folder it is.
 */
export function columnMeanings(
  folder: Pick<ResultFolder, "results" | "history" | "axes">,
  table: "results" | "history",
): readonly ColumnMeaning[] {
  const frame: pl.DataFrame = folder[table];
  return frame.columns.map((name) => {
    const [description, unit = null] = name === "seconds"
      ? [SECONDS[table], "seconds"]
      : MEANINGS[name] ?? [otherMeaning(name, folder)];
    const type = TYPES[frame.getColumn(name).dtype.variant] ?? "text";
    return { name, type, description, unit };
  });
}

/** An axis that only some sweeps have, or a part of a loss that only some models have. */
function otherMeaning(name: string, { axes }: Pick<ResultFolder, "axes">): string {
  const axis = axes.find(({ column }) => column === name);
  return axis
    ? `Option of the run: ${axis.label}`
    : `Part of the validation loss: ${optionLabel(name)}`;
}
