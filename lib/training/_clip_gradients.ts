import * as tf from "@tensorflow/tfjs";

/** Added to the norm, as PyTorch's `clip_grad_norm_` does. */
const NORM_EPSILON = 1e-6;

/**
 * Scales gradients so that their norm, of all of them together, is at most so much (Pascanu et al. 2013).
 *
 * A norm that is not finite makes every gradient NaN: a factor of 0 would keep a diverged network as it is, and hide it.
 *
 * @param gradients Null for parameters that the loss does not depend on.
 * @param clipNorm A scalar.
 */
export function clipGradients(
  gradients: readonly (tf.Tensor | null)[],
  clipNorm: tf.Tensor,
): readonly (tf.Tensor | null)[] {
  const squares = gradients.flatMap((gradient) => gradient ? [gradient.square().sum()] : []);
  const norm = tf.addN(squares).sqrt();
  const factor = tf.where(norm.isFinite(), clipNorm.div(norm.add(NORM_EPSILON)).minimum(1), NaN);
  return gradients.map((gradient) => gradient && gradient.mul(factor));
}
