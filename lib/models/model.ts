import type * as tf from "@tensorflow/tfjs";
import type { Network, Params } from "./network.ts";
import type { Options, ValuesOf } from "./option.ts";

/** Standard normal tensors by the names that {@linkcode Model.noise} gave. */
export type Noise = Readonly<Record<string, tf.Tensor>>;

/** Values of a model's options by name. */
export type ModelOptions = Readonly<Record<string, number | string>>;

/**
 * The loss of one batch and its parts, scalars all: means over the batch of sums over genes or latent
 * dimensions. `loss` is what is minimized; the parts are recorded.
 */
export interface LossTerms {
  readonly loss: tf.Tensor;
  readonly reconstruction: tf.Tensor;
  readonly [part: string]: tf.Tensor;
}

/**
 * A generative model: an objective over a network, which knows nothing of files, training or grids. Its
 * formula calls the network as `this.encode` and `this.decode`, so that `{ ...model, ...network }` puts
 * another one under the same objective.
 *
 * A model of your own is an object of this shape; nothing has to be registered to train it.
 *
 * @example An autoencoder without noise or prior
 * ```ts
 * import type { Model } from "./model.ts";
 * import { multilayerPerceptron } from "./multilayer_perceptron.ts";
 * const autoencoder: Model = {
 *   ...multilayerPerceptron,
 *   name: "autoencoder",
 *   options: {},
 *   noise: () => ({}),
 *   loss(params, x) {
 *     const error = this.decode(params, this.encode(params, x).mean).squaredDifference(x).sum(1).mean();
 *     return { loss: error, reconstruction: error };
 *   },
 * };
 * if (autoencoder.name !== "autoencoder") throw new Error("unreachable");
 * ```
 */
export interface Model<Rows extends Options = Options> extends Network {
  /** Name on the command line and in results. */
  readonly name: string;
  /** Its options; every one may be an axis of a sweep. */
  readonly options: Rows;
  /** Shapes of the standard normal tensors that one evaluation of the loss takes. */
  noise(
    sizes: { readonly batch: number; readonly latent: number },
    options: ValuesOf<Rows>,
  ): Readonly<Record<string, readonly number[]>>;
  /**
   * The loss of a batch.
   *
   * @param params The network's weights, and moments when evaluating.
   * @param x Scaled expression, [batch, genes].
   */
  loss(params: Params, x: tf.Tensor, noise: Noise, options: ValuesOf<Rows>): LossTerms;
}

/**
 * A model whose formula reads its options by name and type; elsewhere models take options of any name.
 *
 * @example
 * ```ts
 * import { defaultsOf, defineModel } from "./model.ts";
 * import { vae } from "./vae.ts";
 * const klWeight = { ...vae.options.klWeight!, default: 0.5 };
 * const weighted = defineModel({ ...vae, name: "half-weighted-vae", options: { klWeight } });
 * if (defaultsOf(weighted).klWeight !== 0.5) throw new Error("unexpected default");
 * ```
 */
export function defineModel<const Rows extends Options>(model: Model<Rows>): Model {
  return model as unknown as Model;
}

/**
 * The default values of a model's options.
 *
 * @example
 * ```ts
 * import { defaultsOf } from "./model.ts";
 * import { iwae } from "./iwae.ts";
 * if (defaultsOf(iwae).samples !== 5) throw new Error("unexpected default");
 * ```
 */
export function defaultsOf({ options }: Pick<Model, "options">): ModelOptions {
  return Object.fromEntries(
    Object.entries(options).map(([name, option]) => [name, option.default]),
  );
}
