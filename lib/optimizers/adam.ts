import type { Optimizer } from "./optimizer.ts";

/** Decay rates and ε of Kingma & Ba 2015, which are PyTorch's defaults too. */
const BETA1 = 0.9, BETA2 = 0.999, EPSILON = 1e-8;

/**
 * Adam with PyTorch's place for ε: θ ← θ − η · m̂ / (√v̂ + ε). TensorFlow's operation adds its ε to the
 * uncorrected root √v, so it is given ε·√(1 − β₂ᵗ), which makes both the same.
 */
export const adam: Optimizer = {
  label: "Adam",
  updateCost: 60,
  slots: ["first_moment", "second_moment"],
  scalars: (learningRate, t) => [
    BETA1 ** t,
    BETA2 ** t,
    learningRate,
    BETA1,
    BETA2,
    EPSILON * Math.sqrt(1 - BETA2 ** t),
  ],
  operation: "ResourceApplyAdam",
  flags: ["use_locking", "use_nesterov"],
  update(gradient, [first, second], scalars) {
    const [power1, power2, learningRate, beta1, beta2, epsilon] = scalars as Six;
    const m = first!.mul(beta1).add(gradient.mul(1 - beta1));
    const v = second!.mul(beta2).add(gradient.square().mul(1 - beta2));
    const rate = learningRate * Math.sqrt(1 - power2) / (1 - power1);
    return { change: m.div(v.sqrt().add(epsilon)).mul(-rate), slots: [m, v] };
  },
};

type Six = readonly [number, number, number, number, number, number];
