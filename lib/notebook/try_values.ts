import { latentHealth } from "../numbers/latent_health.ts";
import type { Dataset } from "../data/dataset.ts";
import type { Model } from "../models/model.ts";
import { mean } from "../numbers/mean.ts";
import { type CurvePoint, learningCurves } from "../plots/learning_curves.ts";
import { labelOf, levelLabel } from "../plots/labels.ts";
import type { TrainOptions } from "../training/train.ts";
import { figureBundle } from "./_figure.ts";
import { LiveDisplay } from "./live_display.ts";
import { type LiveTraining, trainLive } from "./train_live.ts";

/** Which constant to try with which values; the rest is as for `train`. */
export interface TryValuesOptions extends TrainOptions {
  /** An option of the model, such as "samples". */
  readonly option: string;
  readonly values: readonly (number | string)[];
}

/** A row of {@linkcode tryValues}, after the column named after the option. */
export interface TriedRow {
  readonly status: string;
  readonly epochs: number;
  /** What the training took on this machine. */
  readonly seconds: number;
  /** The model's own loss on the test samples; null, as all that follows, if it diverged. */
  readonly test_loss: number | null;
  readonly test_mse: number | null;
  readonly test_r2: number | null;
  /** Latent dimensions whose posterior mean varies over the test samples by more than 0.01. */
  readonly active_units: number | null;
  /** How many dimensions the posterior means fill, from 1 to the latent size (Roy & Vetterli 2007). */
  readonly effective_rank: number | null;
  /** Variance of a latent dimension over all test samples, mean over dimensions; the prior's is 1. */
  readonly latent_variance: number | null;
}

/** A row with the option's value first. */
export type NamedTriedRow = TriedRow & Readonly<Record<string, number | string | null>>;

/**
 * Trains a model once for each value of one of its constants, all else and the seed the same, and draws the
 * reconstruction part of the validation loss while it runs.
 *
 * @throws {RangeError} If the model has no such option.
 * @throws {Error} If it was stopped.
 *
 * @example
 * ```ts
 * import { prepareDataset } from "../data/prepare.ts";
 * import { syntheticCohort } from "../data/synthetic.ts";
 * import { vae } from "../models/mod.ts";
 * import { openEngine } from "../training/open_engine.ts";
 * import { tryValues } from "./try_values.ts";
 * const dataset = prepareDataset(syntheticCohort({ samples: 60, genes: 20, cancerTypes: 2 }));
 * const engine = await openEngine({ backend: "cpu" });
 * const rows = await tryValues(vae, dataset, {
 *   engine, option: "klWeight", values: [0, 1], latentSize: 2, hiddenSize: 4, batchSize: 16, maxEpochs: 2,
 * });
 * if (rows.map((row) => row.klWeight).join() !== "0,1") throw new Error("a value is missing");
 * ```
 */
export async function tryValues(
  model: Model,
  dataset: Dataset,
  { option, values, ...options }: TryValuesOptions,
): Promise<NamedTriedRow[]> {
  if (!(option in model.options)) {
    const known = Object.keys(model.options).join(", ") || "none";
    throw new RangeError(`Cannot try ${option}: the options of ${model.name} are ${known}`);
  }
  const display = new LiveDisplay(), points: CurvePoint[] = [], rows: NamedTriedRow[] = [];
  const { symbol } = model.options[option]!;
  const named = symbol === undefined ? option : `${option} (${symbol})`;
  const title = `${labelOf(model.name)}: reconstruction for each value of ${named}`;
  const draw = (picture: boolean) => () =>
    figureBundle(
      learningCurves(points, { title, legend: option, yTitle: "Validation error" }),
      { picture },
    );
  for (const value of values) {
    const trained = await trainLive(model, dataset, {
      ...options,
      display: false, // the values share one figure
      modelOptions: { ...options.modelOptions, [option]: value },
      async onEpoch({ epoch, validation }) {
        points.push({ curve: levelLabel(value), epoch, loss: validation.reconstruction ?? null });
        await display.update(draw(false));
      },
    });
    rows.push({ [option]: value, ...toRow(trained, dataset) } as NamedTriedRow);
  }
  if (points.length > 0) await display.finish(draw(true));
  return rows;
}

function toRow({ result, latentSize }: LiveTraining, { test }: Dataset): TriedRow {
  const posterior = result.trained?.encode(test.values);
  const health = posterior &&
    latentHealth({
      samples: test.rows,
      latentSize,
      means: posterior.mean,
      logVariances: posterior.logVariance,
    });
  return {
    status: result.status,
    epochs: result.epochs,
    seconds: result.seconds,
    test_loss: result.test?.loss ?? null,
    test_mse: result.testMse,
    test_r2: result.testR2,
    active_units: health?.activeUnits ?? null,
    effective_rank: health?.effectiveRank ?? null,
    latent_variance: posterior && health
      ? mean(health.activity) + mean(posterior.logVariance.map(Math.exp))
      : null,
  };
}
