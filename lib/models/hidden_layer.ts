import * as tf from "@tensorflow/tfjs";
import { type Layer, linearLayer } from "./linear_layer.ts";
import type { Params } from "./network.ts";

/** Added to a variance before its root is taken, as PyTorch and the original paper do. */
const NORM_EPSILON = 1e-5;

/**
 * The layer relu(norm(x·W + b)), with parameters `<name>_hidden/kernel` and `<name>_hidden/bias`, and where
 * it is normalized `<name>_norm/scale` and `<name>_norm/offset`.
 *
 * @example
 * ```ts
 * import { hiddenLayer } from "./hidden_layer.ts";
 * const names = Object.keys(hiddenLayer("encoder").parameters(12, 8, "none")).join();
 * if (names !== "encoder_hidden/kernel,encoder_hidden/bias") throw new Error(names);
 * ```
 */
export function hiddenLayer(name: string): Layer {
  const norm = `${name}_norm`, linear = linearLayer(`${name}_hidden`);
  return {
    parameters: (inputs, outputs, normalization = "batch") => ({
      ...linear.parameters(inputs, outputs),
      ...normalization === "none" ? {} : {
        [`${norm}/scale`]: { shape: [outputs], initial: { constant: 1 }, normalizes: norm },
        [`${norm}/offset`]: { shape: [outputs], initial: { constant: 0 } },
      },
    }),
    apply(params, x) {
      const { weights } = params;
      if (!weights[`${norm}/scale`]) return linear.apply(params, x).relu();
      const known = params.moments?.[norm];
      if (known) {
        return rescale(weights, norm, linear.apply(params, x).sub(known.mean), known.variance)
          .relu();
      }
      const product = tf.matMul(x, weights[`${name}_hidden/kernel`]!);
      const h = addCancelled(product, weights[`${name}_hidden/bias`]!); //     [B, H]
      const mean = h.mean(0), centred = h.sub(mean); //                        [H], [B, H]
      const variance = centred.square().mean(0); //                            [H]
      params.observe?.(norm, { mean, variance }, h.shape[0]!);
      return rescale(weights, norm, centred, variance).relu();
    },
  };
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
 * random, and the moving average would follow it.
 */
function addCancelled(x: tf.Tensor, bias: tf.Tensor): tf.Tensor {
  return tf.customGrad((...inputs) => {
    const [rows, shift] = inputs as tf.Tensor[];
    return { value: rows!.add(shift!), gradFunc: (dy: tf.Tensor) => [dy, tf.zerosLike(bias)] };
  })(x, bias);
}
