import type { Optimizer } from "./optimizer.ts";

/** Stochastic gradient descent without momentum: θ ← θ − η·g. */
export const sgd: Optimizer = {
  label: "SGD",
  updateCost: 25,
  slots: [],
  scalars: (learningRate) => [learningRate],
  operation: "ResourceApplyGradientDescent",
  flags: ["use_locking"],
  update: (gradient, _slots, [learningRate]) => ({
    change: gradient.mul(-learningRate!),
    slots: [],
  }),
};
