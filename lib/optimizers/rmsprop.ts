import type { Optimizer } from "./optimizer.ts";

/** Decay rate and ε as in PyTorch (Tieleman & Hinton 2012 gave 0.9). */
const ALPHA = 0.99, EPSILON = 1e-8;

/**
 * RMSprop with PyTorch's place for ε: θ ← θ − η·g / (√s + ε). TensorFlow's operation adds its ε inside
 * the root, so it is given ε²: √(s + ε²) lies within ε of √s + ε and is the same where s is 0.
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
    const square = meanSquare!.mul(ALPHA).add(gradient.square().mul(1 - ALPHA));
    return {
      change: gradient.div(square.sqrt().add(EPSILON)).mul(-learningRate!),
      slots: [square],
    };
  },
};
