import type * as tf from "@tensorflow/tfjs";
import type { Optimizer } from "./optimizer.ts";

/** Decay rate and ε as in PyTorch (Tieleman & Hinton 2012 gave 0.9). */
const ALPHA = 0.99, EPSILON = 1e-8;

/**
 * Exact to the last digits: TensorFlow's Adam with β₁ = 0, whose first moment is the gradient itself, and no correction of
 * its start. It adds ε to the root.
 */
const forSmallGradients: Optimizer = {
  label: "RMSprop",
  updateCost: 60,
  slots: ["gradient", "mean_square"],
  scalars: (learningRate) => [0, 0, learningRate, 0, ALPHA, EPSILON],
  operation: "ResourceApplyAdam",
  flags: ["use_locking", "use_nesterov"],
  update(gradient, [_, meanSquare], [, , learningRate]) {
    const { change, square } = step(gradient, meanSquare!, learningRate!);
    return { change, slots: [gradient.clone(), square] };
  },
};

/**
 * RMSprop with PyTorch's place for ε: θ ← θ − η·g / (√s + ε). TensorFlow's operation adds its ε inside
 * the root, so it is given ε²: √(s + ε²) lies within ε of √s + ε and is the same where s is 0. Where a mean over
 * genes or clipping makes gradients small, that is not close enough.
 */
export const rmsprop: Optimizer = {
  label: "RMSprop",
  updateCost: 60,
  slots: ["mean_square"],
  fusedSlots: ["momentum"],
  scalars: (learningRate) => [learningRate, ALPHA, 0, EPSILON ** 2],
  operation: "ResourceApplyRMSProp",
  flags: ["use_locking"],
  update(gradient, [meanSquare], [learningRate]) {
    const { change, square } = step(gradient, meanSquare!, learningRate!);
    return { change, slots: [square] };
  },
  forSmallGradients,
};

function step(gradient: tf.Tensor, meanSquare: tf.Tensor, learningRate: number) {
  const square = meanSquare.mul(ALPHA).add(gradient.square().mul(1 - ALPHA));
  return { change: gradient.div(square.sqrt().add(EPSILON)).mul(-learningRate), square };
}
