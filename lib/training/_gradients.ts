import * as tf from "@tensorflow/tfjs";
import type { Job } from "./engine.ts";

/**
 * Gradients of a scalar by tfjs's autodiff; null where it does not depend on a tensor, which an optimizer
 * then leaves alone, as PyTorch's do. (`tf.valueAndGrads` refuses such tensors.)
 */
export function gradientsOf(
  { model }: Job,
  loss: () => tf.Tensor,
  tensors: readonly tf.Tensor[],
): readonly (tf.Tensor | null)[] {
  let grads: readonly (tf.Tensor | null | undefined)[];
  try {
    grads = tf.engine().gradients(loss, [...tensors], undefined, true).grads;
  } catch (error) {
    freeTape();
    throw error;
  }
  if (grads.some((gradient) => gradient)) return grads.map((gradient) => gradient ?? null);
  throw new TypeError(`Cannot train ${model.name}: its loss does not depend on any weight`);
}

/** What tfjs saved for a backward pass that never came, and would otherwise keep. */
function freeTape(): void {
  const { state } = tf.engine();
  if (state.gradientDepth > 0) return;
  for (const { saved } of state.activeTape ?? []) tf.dispose(saved ?? []);
  state.activeTape = [];
}
