import type { FullRule } from "./_own_rules.ts";
import type { ReplayRule } from "./_replay.ts";

const PATIENCE = [1, 2, 3, 5, 10, 20, 40, 80], DELTAS = [0, 1e-4, 1e-3, 1e-2];
const CAPS = [10, 25, 50, 100, 200, 300, 500, 1000];

/** Values below the lowest of a sweep's own, the nearest first, and above its highest. */
function around(values: readonly number[], own: readonly number[]) {
  const [low, high] = [Math.min(...own), Math.max(...own)];
  return {
    below: values.filter((value) => value < low).reverse(),
    above: values.filter((value) => value > high),
  };
}

/**
 * What a sweep's own rule is compared with: the next stricter ones, which its curves tell exactly, and the next longer
 * patience, as far as curves were recorded: of runs that stopped early they are not. No cap above the sweep's own is among
 * them, as no curve goes there.
 *
 * @param own The rule of each run.
 */
export function stoppingRules(own: readonly FullRule[]): ReplayRule[] {
  const levels = (name: keyof FullRule) => [...new Set(own.map((rule) => rule[name]))];
  const patience = around(PATIENCE, levels("patience"));
  const delta = around(DELTAS, levels("minDelta")), cap = around(CAPS, levels("maxEpochs"));
  return [
    {},
    ...[...patience.below.slice(0, 2), ...patience.above.slice(0, 1)]
      .map((patience) => ({ patience })),
    ...delta.above.slice(0, 1).map((minDelta) => ({ minDelta })),
    ...(levels("minEpochs").some((least) => least > 0) ? [{ minEpochs: 0 }] : []),
    ...cap.below.slice(0, 2).map((maxEpochs) => ({ maxEpochs })),
  ];
}
