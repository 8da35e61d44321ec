import { averageAxis, centreAxis, type FactorialTable } from "./functional_anova.ts";

/** Means and effects of one subset of the axes, row-major over its axes, the seeds last. */
export interface EffectValues {
  /** Marginal mean of the response at each combination of levels. */
  readonly means: Float64Array;
  /** f_U: the marginal mean less every effect of a smaller subset and the grand mean. */
  readonly effects: Float64Array;
}

/**
 * The marginal means and the effect f_U of some axes of a complete table.
 *
 * @param axes Positions of the axes, ascending.
 *
 * @example The interaction of an exclusive-or table is all there is
 * ```ts
 * import { effectValues } from "./effect_values.ts";
 * const table = { sizes: [2, 2], seeds: 1, values: Float64Array.of(0, 1, 1, 0) };
 * if (effectValues(table, [0]).effects.join() !== "0,0") throw new Error("no main effect expected");
 * if (effectValues(table, [0, 1]).effects.join() !== "-0.5,0.5,0.5,-0.5") throw new Error("wrong interaction");
 * ```
 */
export function effectValues(table: FactorialTable, axes: readonly number[]): EffectValues {
  let means = table.values, inner = table.values.length;
  const kept: number[] = [];
  for (const [axis, size] of table.sizes.entries()) {
    inner /= size;
    if (axes.includes(axis)) kept.push(size);
    else means = averageAxis(means, size, inner);
  }
  let effects = means;
  inner = means.length;
  for (const size of kept) {
    inner /= size;
    effects = centreAxis(effects, averageAxis(effects, size, inner), { size, inner });
  }
  return { means, effects };
}
