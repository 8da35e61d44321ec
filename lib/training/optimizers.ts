import * as tf from "@tensorflow/tfjs";

/** Optimizers by the names that the command line and results use. */
export type OptimizerName = "adam" | "sgd" | "rmsprop";

/**
 * An optimizer for both engines: an update in plain tfjs, and the fused TensorFlow operation that
 * computes the same with the same scalars.
 */
export interface Optimizer {
  /** Names of its running averages, each of a parameter's shape and starting at zero. */
  readonly slots: readonly string[];
  /** The scalars of step t = 1, 2, …, in the order in which the fused operation takes them. */
  readonly scalars: (learningRate: number, t: number) => readonly number[];
  /** TensorFlow's operation; its inputs are the variable, the slots, the scalars and the gradient. */
  readonly operation: string;
  /** Names of the operation's boolean attributes, all false. */
  readonly flags: readonly string[];
  /** Slots that only the fused operation has; they come after the others. */
  readonly fusedSlots?: readonly string[];
  /** The change of a parameter and its new slots. */
  readonly update: (
    gradient: tf.Tensor,
    slots: readonly tf.Tensor[],
    scalars: readonly number[],
  ) => { readonly change: tf.Tensor; readonly slots: readonly tf.Tensor[] };
}

/** Adam's decay rates and ε (Kingma & Ba 2015), which are PyTorch's defaults too. */
const BETA1 = 0.9, BETA2 = 0.999, ADAM_EPSILON = 1e-8;

/** RMSprop's decay rate and ε as in PyTorch (Tieleman & Hinton 2012 gave 0.9). */
const ALPHA = 0.99, RMSPROP_EPSILON = 1e-8;

/**
 * Adam with PyTorch's place for ε: θ ← θ − η · m̂ / (√v̂ + ε). TensorFlow's operation adds its ε to the
 * uncorrected root √v, so it is given ε·√(1 − β₂ᵗ), which makes both the same.
 */
const adam: Optimizer = {
  slots: ["first_moment", "second_moment"],
  scalars: (learningRate, t) => [
    BETA1 ** t,
    BETA2 ** t,
    learningRate,
    BETA1,
    BETA2,
    ADAM_EPSILON * Math.sqrt(1 - BETA2 ** t),
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

/** θ ← θ − η·g, without momentum. */
const sgd: Optimizer = {
  slots: [],
  scalars: (learningRate) => [learningRate],
  operation: "ResourceApplyGradientDescent",
  flags: ["use_locking"],
  update: (gradient, _slots, [learningRate]) => ({
    change: gradient.mul(-learningRate!),
    slots: [],
  }),
};

/**
 * RMSprop with PyTorch's place for ε: θ ← θ − η·g / (√s + ε). TensorFlow's operation adds its ε inside
 * the root, so it is given ε²: √(s + ε²) lies within ε of √s + ε and is the same where s is 0.
 */
const rmsprop: Optimizer = {
  slots: ["mean_square"],
  fusedSlots: ["momentum"],
  scalars: (learningRate) => [learningRate, ALPHA, 0, RMSPROP_EPSILON ** 2],
  operation: "ResourceApplyRMSProp",
  flags: ["use_locking"],
  update(gradient, [meanSquare], [learningRate]) {
    const square = meanSquare!.mul(ALPHA).add(gradient.square().mul(1 - ALPHA));
    return {
      change: gradient.div(square.sqrt().add(RMSPROP_EPSILON)).mul(-learningRate!),
      slots: [square],
    };
  },
};

/**
 * Every optimizer by its name, with PyTorch's defaults, as the poster's group used PyTorch.
 *
 * @example One step of Adam moves a parameter by the learning rate against the gradient's sign
 * ```ts
 * import * as tf from "@tensorflow/tfjs";
 * import { OPTIMIZERS } from "./optimizers.ts";
 * await tf.setBackend("cpu");
 * const { adam } = OPTIMIZERS, zero = tf.scalar(0);
 * const { change } = adam.update(tf.scalar(5), [zero, zero], adam.scalars(0.1, 1));
 * if (Math.abs(change.dataSync()[0]! + 0.1) > 1e-6) throw new Error("unexpected step");
 * ```
 */
export const OPTIMIZERS: Readonly<Record<OptimizerName, Optimizer>> = { adam, sgd, rmsprop };

/** Their names, in the order of tables and figures. */
export const OPTIMIZER_NAMES: readonly OptimizerName[] = ["adam", "sgd", "rmsprop"];
