import type { Optimizer } from "./optimizer.ts";

/** With momentum (Polyak 1964) as PyTorch has it, without dampening: v ← μ·v + g, θ ← θ − η·v. */
const withMomentum: Optimizer = {
  label: "SGD",
  updateCost: 42,
  slots: ["velocity"],
  scalars: (learningRate, _t, momentum) => [learningRate, momentum],
  operation: "ResourceApplyMomentum",
  scalarsAfterGradient: 1,
  flags: ["use_locking", "use_nesterov"],
  update(gradient, [velocity], [learningRate, momentum]) {
    const next = velocity!.mul(momentum!).add(gradient);
    return { change: next.mul(-learningRate!), slots: [next] };
  },
};

/** Stochastic gradient descent: θ ← θ − η·g. */
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
  withMomentum,
};
