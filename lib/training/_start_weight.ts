import type { LayerMoments } from "./engine.ts";
import { MOVING_DECAY } from "./_parameters.ts";

/** The weight that the initial value still has in moving averages after so many updates. */
export function startWeight(updates: number): number {
  return updates ? MOVING_DECAY ** updates : 0;
}

/** Moving averages of a layer without what their start contributes, in float32 throughout, as a graph has it. */
export function correctedMoments({ mean, variance }: LayerMoments, weight: number): LayerMoments {
  const start = Math.fround(weight), correction = Math.fround(1 - start);
  return {
    mean: mean.map((value) => value / correction),
    variance: variance.map((value) => Math.fround(value - start) / correction),
  };
}
