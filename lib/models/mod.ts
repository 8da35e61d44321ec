/**
 * The models that a sweep knows by name.
 *
 * @module
 */
import { infoVae } from "./info_vae.ts";
import { iwae } from "./iwae.ts";
import { logCoshVae } from "./logcosh_vae.ts";
import type { Model } from "./model.ts";
import { vae } from "./vae.ts";

export { hiddenLayer } from "./hidden_layer.ts";
export type { Layer } from "./linear_layer.ts";
export { linearLayer } from "./linear_layer.ts";
export type { LossTerms, Model, ModelOptions, Noise } from "./model.ts";
export { defaultsOf, defineModel } from "./model.ts";
export type { Option, Options } from "./option.ts";
export { multilayerPerceptron } from "./multilayer_perceptron.ts";
export type {
  Moments,
  Network,
  NetworkSizes,
  ParameterSpec,
  ParameterSpecs,
  Params,
  Posterior,
} from "./network.ts";
export { infoVae, iwae, logCoshVae, vae };

/** Every registered model by its name, in the order of tables and figures. */
export const MODELS: Readonly<Record<string, Model>> = Object.fromEntries(
  [vae, iwae, infoVae, logCoshVae].map((model) => [model.name, model]),
);
