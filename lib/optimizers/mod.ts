/**
 * The optimizers that a training can choose from.
 *
 * @module
 */
import { InputError } from "../errors.ts";
import { adam } from "./adam.ts";
import type { Optimizer } from "./optimizer.ts";
import { rmsprop } from "./rmsprop.ts";
import { sgd } from "./sgd.ts";

export type { Optimizer } from "./optimizer.ts";

/**
 * Every optimizer by the name that the command line and results use, with PyTorch's defaults, as the
 * poster's group used PyTorch. Their order is that of tables and figures.
 *
 * @example One step of Adam moves a parameter by the learning rate against the gradient's sign
 * ```ts
 * import * as tf from "@tensorflow/tfjs";
 * import { OPTIMIZERS } from "./mod.ts";
 * await tf.setBackend("cpu");
 * const { adam } = OPTIMIZERS, zero = tf.scalar(0);
 * const { change } = adam.update(tf.scalar(5), [zero, zero], adam.scalars(0.1, 1, 0));
 * if (Math.abs(change.dataSync()[0]! + 0.1) > 1e-6) throw new Error("unexpected step");
 * ```
 */
export const OPTIMIZERS = { adam, sgd, rmsprop } as const satisfies Record<string, Optimizer>;

/** A name of {@linkcode OPTIMIZERS}. */
export type OptimizerName = keyof typeof OPTIMIZERS;

/** Their names, in the order of tables and figures. */
export const OPTIMIZER_NAMES = Object.keys(OPTIMIZERS) as readonly OptimizerName[];

/** The options of a training that decide which form of an optimizer it uses. */
export interface OptimizerUse {
  readonly momentum: number;
  readonly reduction: "sum" | "mean";
  readonly clipNorm: number | null;
}

/** The form of an optimizer that a training with these options uses. */
export function formOf(
  optimizer: Optimizer,
  { momentum, reduction, clipNorm }: OptimizerUse,
): Optimizer {
  const { withMomentum, forSmallGradients } = optimizer;
  if (momentum > 0 && withMomentum) return withMomentum;
  return (reduction === "mean" || clipNorm !== null) && forSmallGradients || optimizer;
}

/**
 * The optimizer of a name that comes from outside, such as a result folder.
 *
 * @throws {InputError} If there is none of that name.
 */
export function optimizerOf(name: string): Optimizer {
  const found: Optimizer | undefined = Object.hasOwn(OPTIMIZERS, name)
    ? OPTIMIZERS[name as OptimizerName]
    : undefined;
  if (found) return found;
  throw new InputError(
    `Cannot use the optimizer "${name}": it is not one of ${OPTIMIZER_NAMES.join(", ")}`,
  );
}
