import * as tf from "@tensorflow/tfjs";
import { InputError } from "../errors.ts";
import type { OptimizerName } from "../optimizers/mod.ts";
import type { Job } from "../training/engine.ts";

/** A training as one writes it with tfjs alone, ready to be timed. */
export interface MinimizeStep {
  /** One step on a batch. */
  step(rows: Int32Array): number;
  dispose(): void;
}

/** Those of tfjs's own optimizers that do what ours of the same name do. */
const OPTIMIZERS: Readonly<
  Partial<Record<OptimizerName, (learningRate: number) => tf.Optimizer>>
> = {
  adam: (learningRate) => tf.train.adam(learningRate),
  sgd: (learningRate) => tf.train.sgd(learningRate),
  rmsprop: (learningRate) => tf.train.rmsprop(learningRate, 0.99),
};

/** Optimizers that tfjs has too, so that steps with them can be compared. */
export const MINIMIZED = Object.keys(OPTIMIZERS) as readonly OptimizerName[];

/**
 * The yardstick of what tfjs's own optimizers do: variables, the model's loss and `optimizer.minimize`. It
 * does a little less than an engine's step: moving averages are not kept.
 *
 * @param data The training split, [rows, genes]; it stays the caller's.
 * @throws {InputError} If tfjs does not have the job's optimizer.
 */
export function minimizeStep(job: Job, data: tf.Tensor): MinimizeStep {
  const { model, modelOptions, latentSize, hiddenSize, batchSize, normalization } = job;
  const genes = data.shape[1]!, own = OPTIMIZERS[job.optimizer];
  if (!own) {
    throw new InputError(
      `Cannot time tfjs's own ${job.optimizer}: it has ${MINIMIZED.join(", ")}`,
    );
  }
  const specs = Object.entries(
    model.parameters({ genes, hidden: hiddenSize, latent: latentSize, normalization }),
  );
  const weights = Object.fromEntries(specs.map(([name, { shape, initial }]) => {
    const value = tf.tidy(() =>
      "constant" in initial
        ? tf.fill([...shape], initial.constant)
        : tf.randomUniform([...shape], -1, 1).div(Math.sqrt(initial.fanIn))
    );
    const variable = tf.variable(value);
    value.dispose();
    return [name, variable];
  }));
  const optimizer = own(job.learningRate), list = Object.values(weights);
  const shapes = Object.entries(
    model.noise({ batch: batchSize, latent: latentSize }, modelOptions),
  );
  const loss = (x: tf.Tensor) => {
    const noise = shapes.map(([name, shape]) => [name, tf.randomNormal([...shape])]);
    return model.loss({ weights }, x, Object.fromEntries(noise), modelOptions).loss as tf.Scalar;
  };
  return {
    step: (rows) =>
      tf.tidy(() => {
        const x = tf.gather(data, tf.tensor1d(rows, "int32"));
        return optimizer.minimize(() => loss(x), true, list)!.dataSync()[0]!;
      }),
    dispose() {
      optimizer.dispose();
      tf.dispose(list);
    },
  };
}
