import type * as tf from "@tensorflow/tfjs";
import type { Params, Posterior } from "../models/network.ts";
import type { Job } from "./engine.ts";

/** A job's model and latent size. */
type Encoder = Pick<Job, "model" | "latentSize">;

/** The network's output for samples, with shapes checked: wrong ones would broadcast into wrong numbers. */
export function posteriorOf(
  { model, latentSize }: Encoder,
  params: Params,
  x: tf.Tensor,
): Posterior {
  const posterior = model.encode(params, x), shape = [x.shape[0]!, latentSize];
  requireShape(model.name, "encode's mean", posterior.mean, shape);
  requireShape(model.name, "encode's logVariance", posterior.logVariance, shape);
  return posterior;
}

/** The reconstruction of samples from their posterior means, [rows, genes]. */
export function reconstructionOf(encoder: Encoder, params: Params, x: tf.Tensor): tf.Tensor {
  const { mean } = posteriorOf(encoder, params, x);
  const estimate = encoder.model.decode(params, mean);
  requireShape(encoder.model.name, "decode's result", estimate, x.shape);
  return estimate;
}

/** Squared errors over genes of what latent vectors decode to, each against its own sample: [rows]. */
export function decodingErrorsOf(
  { model }: Encoder,
  params: Params,
  x: tf.Tensor,
  latent: tf.Tensor,
): tf.Tensor {
  const estimate = model.decode(params, latent);
  requireShape(model.name, "decode's result", estimate, x.shape);
  return estimate.squaredDifference(x).sum(1);
}

function requireShape(
  model: string,
  what: string,
  { shape }: tf.Tensor,
  expected: readonly number[],
): void {
  if (shape.join() === expected.join()) return;
  throw new TypeError(`Cannot train ${model}: ${what} has shape [${shape}], not [${expected}]`);
}

/** What is wrong with a network that tells about moments which its parameters do not announce. */
export function unknownLayer({ model }: Pick<Job, "model">, layer: string): TypeError {
  return new TypeError(
    `Cannot train ${model.name}: it observes the layer ${layer}, but no parameter has "normalizes" ${layer}`,
  );
}
