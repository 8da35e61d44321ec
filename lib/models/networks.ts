import * as tf from "@tensorflow/tfjs";
import type { Params } from "./model.ts";

/** Sizes that decide a network's parameters. */
export interface NetworkSizes {
  readonly genes: number;
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
}

/** Added to a variance before its root is taken, as PyTorch and the original paper do. */
const NORM_EPSILON = 1e-5;

/**
 * Names, shapes and starts of the parameters of the encoder and decoder that all models share.
 * Kernels are input × output.
 *
 * @example
 * ```ts
 * import { parameterSpecs } from "./networks.ts";
 * const specs = parameterSpecs({ genes: 12, hidden: 8, latent: 3 });
 * if (specs["encoder_hidden/kernel"]!.shape.join() !== "12,8") throw new Error("unexpected shape");
 * ```
 */
export function parameterSpecs(sizes: NetworkSizes): Readonly<Record<string, ParameterSpec>> {
  const { genes, hidden, latent, normalization = "batch" } = sizes;
  const linear = (name: string, inputs: number, outputs: number) => ({
    [`${name}/kernel`]: { shape: [inputs, outputs], initial: { fanIn: inputs } },
    [`${name}/bias`]: { shape: [outputs], initial: { fanIn: inputs } },
  });
  const norm = (name: string) =>
    normalization === "none" ? {} : {
      [`${name}/scale`]: { shape: [hidden], initial: { constant: 1 } },
      [`${name}/offset`]: { shape: [hidden], initial: { constant: 0 } },
    };
  return {
    ...linear("encoder_hidden", genes, hidden),
    ...norm("encoder_norm"),
    ...linear("mean", hidden, latent),
    ...linear("log_variance", hidden, latent),
    ...linear("decoder_hidden", latent, hidden),
    ...norm("decoder_norm"),
    ...linear("reconstruction", hidden, genes),
  };
}

/**
 * The approximate posterior q(z | x) of a batch: its mean and log variance, [batch, latent] each.
 *
 * The log variance is not clamped: divergence is one of the outcomes that a sweep measures.
 *
 * @param params Weights as {@linkcode parameterSpecs} names them.
 * @param x Scaled expression, [batch, genes].
 *
 * @example
 * ```ts
 * import * as tf from "@tensorflow/tfjs";
 * import { encode, parameterSpecs } from "./networks.ts";
 * await tf.setBackend("cpu");
 * const specs = parameterSpecs({ genes: 12, hidden: 8, latent: 3 });
 * const weights = Object.fromEntries(
 *   Object.entries(specs).map(([name, { shape }]) => [name, tf.ones([...shape])]),
 * );
 * const { mean } = encode({ weights }, tf.zeros([4, 12]));
 * if (mean.shape.join() !== "4,3") throw new Error("unexpected shape");
 * ```
 */
export function encode(params: Params, x: tf.Tensor): { mean: tf.Tensor; logVariance: tf.Tensor } {
  const h = hidden(params, "encoder", x); //                                                  [B, H]
  return { mean: linear(params, "mean", h), logVariance: linear(params, "log_variance", h) };
}

/**
 * The reconstruction x̂ of latent points, with a linear output.
 *
 * @param params Weights as {@linkcode parameterSpecs} names them.
 * @param z Latent points, [..., batch, latent]; leading dimensions are rows like any other.
 * @returns Scaled expression, [..., batch, genes].
 *
 * @example
 * ```ts
 * import * as tf from "@tensorflow/tfjs";
 * import { decode, parameterSpecs } from "./networks.ts";
 * await tf.setBackend("cpu");
 * const specs = parameterSpecs({ genes: 12, hidden: 8, latent: 3 });
 * const weights = Object.fromEntries(
 *   Object.entries(specs).map(([name, { shape }]) => [name, tf.ones([...shape])]),
 * );
 * if (decode({ weights }, tf.zeros([5, 4, 3])).shape.join() !== "5,4,12") throw new Error("shape");
 * ```
 */
export function decode(params: Params, z: tf.Tensor): tf.Tensor {
  const leading = z.shape.slice(0, -1), latent = z.shape.at(-1)!;
  const rows = z.rank > 2 ? z.reshape([-1, latent]) : z;
  const h = hidden(params, "decoder", rows); //                                               [B, H]
  const x = linear(params, "reconstruction", h); // [B, G]
  return z.rank > 2 ? x.reshape([...leading, x.shape[1]!]) : x;
}

function linear({ weights }: Params, name: string, x: tf.Tensor): tf.Tensor {
  return tf.add(tf.matMul(x, weights[`${name}/kernel`]!), weights[`${name}/bias`]!);
}

/** relu(norm(x·W + b)), the normalization where the network has one: its scale is then among the weights. */
function hidden(params: Params, part: "encoder" | "decoder", x: tf.Tensor): tf.Tensor {
  const { weights } = params, layer = `${part}_hidden`, norm = `${part}_norm`;
  if (!weights[`${norm}/scale`]) return linear(params, layer, x).relu();
  const known = params.moments?.[norm];
  if (known) {
    return rescale(weights, norm, linear(params, layer, x).sub(known.mean), known.variance).relu();
  }
  const h = addCancelled(tf.matMul(x, weights[`${layer}/kernel`]!), weights[`${layer}/bias`]!);
  const mean = h.mean(0), centred = h.sub(mean); //                        [H], [B, H]
  const variance = centred.square().mean(0); //                            [H]
  params.observe?.(norm, { mean, variance }, h.shape[0]!);
  return rescale(weights, norm, centred, variance).relu();
}

function rescale(
  weights: Params["weights"],
  norm: string,
  centred: tf.Tensor,
  variance: tf.Tensor,
): tf.Tensor {
  const factor = variance.add(NORM_EPSILON).rsqrt().mul(weights[`${norm}/scale`]!); // [H]
  return centred.mul(factor).add(weights[`${norm}/offset`]!);
}

/**
 * Adds a bias that the batch's own mean will cancel. Its gradient is zero, and zero it is here: autodiff
 * would give rounding noise, which Adam and RMSprop scale up to full steps, so that the bias would walk at
 * random and the moving average behind it.
 */
function addCancelled(x: tf.Tensor, bias: tf.Tensor): tf.Tensor {
  return tf.customGrad((...inputs) => {
    const [rows, shift] = inputs as tf.Tensor[];
    return { value: rows!.add(shift!), gradFunc: (dy: tf.Tensor) => [dy, tf.zerosLike(bias)] };
  })(x, bias);
}
