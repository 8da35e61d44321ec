import type * as tf from "@tensorflow/tfjs";

/**
 * An optimizer for both engines: an update in plain tfjs, and the fused TensorFlow operation that
 * computes the same with the same scalars.
 */
export interface Optimizer {
  /** How figures write its name. */
  readonly label: string;
  /** Floating point operations that one update's memory traffic is worth, per parameter: see `epochCost`. */
  readonly updateCost: number;
  /** Names of its running averages, each of a parameter's shape and starting at zero. */
  readonly slots: readonly string[];
  /** The scalars of step t = 1, 2, …, in the order in which the fused operation takes them. */
  readonly scalars: (learningRate: number, t: number, momentum: number) => readonly number[];
  /** TensorFlow's operation; its inputs are the variable, the slots, the scalars and the gradient. */
  readonly operation: string;
  /** How many of the scalars it takes after the gradient. @default 0 */
  readonly scalarsAfterGradient?: number;
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
  /** The same optimizer where its momentum is above 0; others have no such option. */
  readonly withMomentum?: Optimizer;
  /** The same optimizer with an operation that is exact also for gradients as small as its ε, where the usual one is not. */
  readonly forSmallGradients?: Optimizer;
}
