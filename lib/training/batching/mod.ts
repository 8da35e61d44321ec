/**
 * Rules that give a recorded operation an axis of slots, as JAX's `vmap` does (Frostig et al. 2018): what was traced for
 * one training is computed for several.
 *
 * @module
 */
import type { BatchedCall, BatchingRule } from "./batching_rule.ts";
import { ELEMENT_WISE } from "./_element_wise.ts";
import { GATHERS } from "./_gathers.ts";
import { NORMALIZATIONS } from "./_normalization.ts";
import { NoBatchingRule } from "./no_batching_rule.ts";
import { PRODUCTS } from "./_products.ts";
import { REDUCTIONS } from "./_reductions.ts";
import { SHAPES } from "./_shapes.ts";
import { SLICES } from "./_slices.ts";
import { UNROLLED } from "./_unrolled.ts";

export type { BatchedCall, BatchingRule, Operand } from "./batching_rule.ts";
export { NoBatchingRule } from "./no_batching_rule.ts";

/** The rule of every operation that has one, by TensorFlow's name. */
export const BATCHING_RULES: Readonly<Record<string, BatchingRule>> = {
  ...ELEMENT_WISE,
  ...GATHERS,
  ...NORMALIZATIONS,
  ...PRODUCTS,
  ...REDUCTIONS,
  ...SHAPES,
  ...SLICES,
  ...UNROLLED,
};

/** The rule of a call's operation. @throws {NoBatchingRule} if it has none */
export function ruleOf({ operation, subject }: BatchedCall): BatchingRule {
  const rule = BATCHING_RULES[operation];
  if (!rule) throw new NoBatchingRule(subject, operation);
  return rule;
}
