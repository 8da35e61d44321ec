import type * as tf from "@tensorflow/tfjs";
import type { LossTerms, Noise } from "../models/model.ts";
import type { Params } from "../models/network.ts";
import { allUsed, optionsOf } from "../options/run_options.ts";
import type { Job } from "./engine.ts";

/**
 * A model's loss terms as they are reduced over genes, checked: an engine would take a vector's first element for the
 * whole.
 */
export function lossTerms(job: Job, params: Params, x: tf.Tensor, noise: Noise): LossTerms {
  const { model, modelOptions } = job;
  const { reduction, klWarmup: _, ...unused } = optionsOf("loss", job);
  allUsed(unused);
  const terms = model.loss(params, x, noise, modelOptions);
  for (const [name, { shape }] of Object.entries(terms)) {
    if (shape.length === 0) continue;
    throw new TypeError(
      `Cannot train ${model.name}: its loss term "${name}" has shape [${shape}], not that of a scalar`,
    );
  }
  requireTerm(job, terms, "loss");
  if (reduction === "sum") return terms;
  const share = 1 / x.shape[1]!;
  return Object.fromEntries(
    Object.entries(terms).map(([name, term]) => [name, term.mul(share)]),
  ) as unknown as LossTerms;
}

/**
 * Loss terms of a training step during warm-up: what the loss has besides the reconstruction, for most models the KL
 * divergence, has a weight (Bowman et al. 2016; Sønderby et al. 2016). At weight 1 the loss is what it was, to the bit.
 *
 * @param weight A scalar from 0 to 1: see `warmUpWeight`.
 */
export function warmedUp(job: Job, terms: LossTerms, weight: tf.Tensor): LossTerms {
  requireTerm(job, terms, "reconstruction");
  const rest = terms.reconstruction.mul(weight.neg().add(1));
  return { ...terms, loss: terms.loss.mul(weight).add(rest) };
}

/** The weight in an epoch, from 1: it grows by equal steps and is 1 from the last epoch of warm-up on. */
export function warmUpWeight({ klWarmup }: Pick<Job, "klWarmup">, epoch: number): number {
  return klWarmup > 0 ? Math.min(1, epoch / klWarmup) : 1;
}

function requireTerm({ model }: Job, terms: LossTerms, name: "loss" | "reconstruction"): void {
  if (terms[name]) return;
  throw new TypeError(
    `Cannot train ${model.name}: its loss gives ${Object.keys(terms)}, not "${name}"`,
  );
}
