import type * as tf from "@tensorflow/tfjs";

/** Sizes that decide a network's parameters. */
export interface NetworkSizes {
  readonly genes: number;
  /** Units of the hidden layers; a network of several widths derives them from it. */
  readonly hidden: number;
  readonly latent: number;
  /** @default "batch" */
  readonly normalization?: Normalization;
}

/** What follows each hidden layer's linear map: batch normalization (Ioffe & Szegedy 2015) or nothing. */
export type Normalization = "batch" | "none";

/** How a parameter starts: constant, or uniform in ±1/√fanIn. */
export type Initial = { readonly constant: number } | { readonly fanIn: number };

/** A parameter's shape and start. */
export interface ParameterSpec {
  readonly shape: readonly number[];
  readonly initial: Initial;
  /**
   * The name of the normalized layer that this parameter scales: the engines keep moving averages of its
   * moments, of this parameter's shape, from what the network tells {@linkcode Params.observe}.
   */
  readonly normalizes?: string;
}

/** Parameters by name, such as `encoder_hidden/kernel`; their order numbers the streams of their starts. */
export type ParameterSpecs = Readonly<Record<string, ParameterSpec>>;

/** Mean and variance of a layer's activations over a batch, each of shape [units]. */
export interface Moments {
  readonly mean: tf.Tensor;
  /** Biased (divided by the number of rows). */
  readonly variance: tf.Tensor;
}

/**
 * A network's state as a formula sees it. In training `moments` is absent: each normalization uses the
 * batch's own moments and passes them to `observe`. In evaluation it uses `moments` and observes nothing.
 */
export interface Params {
  /** Trainable tensors by name, as {@linkcode Network.parameters} names them. */
  readonly weights: Readonly<Record<string, tf.Tensor>>;
  readonly moments?: Readonly<Record<string, Moments>>;
  readonly observe?: (layer: string, moments: Moments, rows: number) => void;
}

/** The approximate posterior q(z | x) of a batch, [rows, latent] each. */
export interface Posterior {
  readonly mean: tf.Tensor;
  readonly logVariance: tf.Tensor;
}

/**
 * An encoder and a decoder over named parameters: what an objective trains.
 *
 * A network of your own is an object of this shape, put under an objective by spreading it over a model:
 * `{ ...vae, ...network, name: "my-vae" }`.
 */
export interface Network {
  /** Names, shapes and starts of all parameters. */
  parameters(sizes: NetworkSizes): ParameterSpecs;
  /** @param x Scaled expression, [rows, genes]. */
  encode(params: Params, x: tf.Tensor): Posterior;
  /**
   * The reconstruction x̂ of latent points.
   *
   * @param z Latent points, [rows, latent].
   * @returns Scaled expression, [rows, genes].
   */
  decode(params: Params, z: tf.Tensor): tf.Tensor;
}
