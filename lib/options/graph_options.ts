import { allUsed, optionsOf, type RunOptionValues } from "./run_options.ts";

/**
 * What of a run's options shapes the graph of an engine: runs of one model and its options, of the same sizes, share a
 * graph where they agree in this. Of options whose values a graph is fed, it holds only whether they are in use.
 *
 * @example
 * ```ts
 * import { graphOptions } from "./graph_options.ts";
 * import { defaultsOf, RUN_OPTIONS } from "./mod.ts";
 * const key = (clipNorm: number | null) =>
 *   JSON.stringify(graphOptions({ ...defaultsOf(RUN_OPTIONS), clipNorm }));
 * if (key(1) !== key(2) || key(1) === key(null)) throw new Error("the norm is fed, clipping is built in");
 * ```
 */
export function graphOptions(values: RunOptionValues): object {
  const { reduction, klWarmup, ...otherLoss } = optionsOf("loss", values);
  const { momentum, clipNorm, ...otherOptimizer } = optionsOf("optimizer", values);
  allUsed(otherLoss);
  allUsed(otherOptimizer);
  return {
    ...optionsOf("network", values),
    ...optionsOf("batches", values),
    reduction,
    warmsUp: klWarmup > 0,
    hasMomentum: momentum > 0,
    clips: clipNorm !== null,
  };
}
