import type { Optimizer } from "./optimizer.ts";

/** PyTorch's ε (Duchi, Hazan & Singer 2011 have none). */
const EPSILON = 1e-10;

/** Adagrad: θ ← θ − η·g / (√Σg² + ε). */
export const adagrad: Optimizer = {
  label: "Adagrad",
  updateCost: 50,
  slots: ["sum_of_squares"],
  scalars: (learningRate) => [learningRate, EPSILON],
  operation: "ResourceApplyAdagradV2",
  flags: ["use_locking"],
  update(gradient, [sum], [learningRate, epsilon]) {
    const next = sum!.add(gradient.square());
    return { change: gradient.div(next.sqrt().add(epsilon!)).mul(-learningRate!), slots: [next] };
  },
};
