import { InputError } from "../errors.ts";
import type { Dataset } from "../data/dataset.ts";
import type { Model } from "../models/model.ts";
import { lastEpochOf } from "../options/mod.ts";
import { type CurvePoint, learningCurves } from "../plots/learning_curves.ts";
import { labelOf } from "../plots/labels.ts";
import { toJob } from "../training/job.ts";
import { train, type TrainOptions } from "../training/train.ts";
import type { TrainedModel } from "../training/trained_model.ts";
import type { EpochRecord, TrainingResult } from "../training/training_result.ts";
import { figureBundle } from "./_figure.ts";
import { interruptible } from "./interrupt.ts";
import { LiveDisplay } from "./live_display.ts";

/** A training as a notebook looks at it: what `train` returns, and whose it is. */
export interface LiveTraining {
  /** The model's name. */
  readonly name: string;
  readonly latentSize: number;
  readonly result: TrainingResult;
}

/** Options of {@linkcode trainLive}: those of `train`, and what the figure is called. */
export interface TrainLiveOptions extends TrainOptions {
  /** @default the model's name and its latent size */
  readonly title?: string;
  /** Whether to draw. @default true */
  readonly display?: boolean;
}

/**
 * Trains a model as `train` does and draws its learning curves below the cell while it runs. The notebook's
 * stop button ends the training after the epoch it is in.
 *
 * @throws {Error} If it was stopped, and as `train` does.
 *
 * @example
 * ```ts
 * import { prepareDataset } from "../data/prepare.ts";
 * import { syntheticCohort } from "../data/synthetic.ts";
 * import { vae } from "../models/mod.ts";
 * import { openEngine } from "../training/open_engine.ts";
 * import { trainLive } from "./train_live.ts";
 * const dataset = prepareDataset(syntheticCohort({ samples: 60, genes: 20, cancerTypes: 2 }));
 * const engine = await openEngine({ backend: "cpu" });
 * const { result } = await trainLive(vae, dataset, {
 *   engine, latentSize: 2, hiddenSize: 4, batchSize: 16, maxEpochs: 2,
 * });
 * const { mean } = result.trained!.encode(dataset.test.values);
 * if (result.epochs !== 2 || mean.length !== 2 * dataset.test.rows) throw new Error();
 * ```
 */
export async function trainLive(
  model: Model,
  dataset: Dataset,
  options: TrainLiveOptions,
): Promise<LiveTraining> {
  const { display: drawn = true, title: given, ...training } = options,
    job = toJob(model, options),
    { latentSize } = job;
  const title = given ?? `${labelOf(model.name)}, ${latentSize} latent dimensions`;
  const display = new LiveDisplay(), points: CurvePoint[] = [];
  const draw = (result?: TrainingResult) => () => {
    const subtitle = result ? describeEnd(result) : "training …";
    const bestEpoch = result?.bestEpoch, lastEpoch = result?.epochs ?? lastEpochOf(job);
    const figure = learningCurves(points, { title, subtitle, bestEpoch, lastEpoch });
    return figureBundle(figure, { picture: result !== undefined });
  };
  using work = interruptible();
  const result = await train(model, dataset, {
    ...training,
    async onEpoch(epoch) {
      points.push(...toPoints(epoch));
      await options.onEpoch?.(epoch);
      if (drawn) await display.update(draw());
      // Lets the kernel handle an interrupt: training steps themselves block it.
      await new Promise((resolve) => setTimeout(resolve, 0));
      if (work.signal.aborted) throw new Error(`Stopped by you after epoch ${epoch.epoch}`);
    },
  });
  if (drawn && points.length > 0) await display.finish(draw(result));
  return { name: model.name, latentSize, result };
}

function toPoints({ epoch, train, validation }: EpochRecord): CurvePoint[] {
  return [
    { curve: "training", epoch, loss: train.loss ?? null },
    { curve: "validation", epoch, loss: validation.loss ?? null },
  ];
}

const ENDS = {
  converged: "Stopped early",
  max_epochs: "Reached the epoch limit",
  stalled: "Stopped early, having learned next to nothing,",
} as const;

/**
 * How a training ended, in a sentence.
 */
export function describeEnd(
  { status, epochs, bestEpoch, testMse, divergence, seconds }: TrainingResult,
): string {
  if (status === "diverged") {
    const { epoch, step, part } = divergence!;
    return `Diverged: ${part} was not a finite number in epoch ${epoch}, step ${step}`;
  }
  return `${ENDS[status]} after ${epochs} epochs, best epoch ${bestEpoch}; ` +
    `test MSE ${testMse!.toPrecision(3)}; ${seconds.toFixed(1)} s`;
}

/**
 * The network that a training left.
 *
 * @param dataset What it is going to be asked about: it has to have the genes that were trained on.
 * @throws {Error} If the training diverged: there is none.
 * @throws {InputError} If the dataset has other genes.
 *
 * @example
 * ```ts ignore
 * const values = trainedBy(await trainLive(vae, dataset, { engine }), dataset).reconstruct(dataset.test.values);
 * ```
 */
export function trainedBy(
  { name, result: { trained } }: LiveTraining,
  dataset: Pick<Dataset, "name" | "genes">,
): TrainedModel {
  if (!trained) throw new Error(`Cannot inspect a ${name} that diverged: lower its learning rate`);
  if (trained.genes.join() === dataset.genes.join()) return trained;
  throw new InputError(
    `Cannot put ${dataset.name} through the ${name}: its genes are not those that were trained on`,
  );
}
