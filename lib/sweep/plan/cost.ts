import { optimizerOf } from "../../optimizers/mod.ts";
import { optionsOf } from "../../options/mod.ts";
import type { RunConfiguration } from "./grid.ts";

/** What the cost of a run depends on beside its configuration. */
export interface DataSize {
  readonly genes: number;
  readonly trainRows: number;
}

/**
 * Floating point operations of one epoch, roughly: the large matrix products of each step and the
 * optimizer's updates. Good for comparing runs, so for the order of a sweep and its time left.
 *
 * @example IWAE decodes several samples, so costs more
 * ```ts
 * import { epochCost } from "./cost.ts";
 * import { expandGrid, POSTER_GRID } from "./grid.ts";
 * const [vae, iwae] = expandGrid({ ...POSTER_GRID, models: ["vae", "iwae"], latentSizes: [10],
 *   learningRates: [0.1], optimizers: ["adam"] });
 * const size = { genes: 5000, trainRows: 245 };
 * if (epochCost(iwae!, size) < 2 * epochCost(vae!, size)) throw new Error("unexpected cost");
 * ```
 */
export function epochCost(
  { modelOptions, settings, latentSize, optimizer }: RunConfiguration,
  { genes, trainRows }: DataSize,
): number {
  const hidden = settings.hiddenSize, batch = settings.batchSize;
  const samples = typeof modelOptions.samples === "number" ? modelOptions.samples : 1;
  const encoder = genes * hidden + 2 * hidden * latentSize, decoder = hidden * (genes + latentSize);
  // Forward, and backward to the weights; the decoder's also back to its input.
  const products = 2 * batch * (2 * encoder + 3 * samples * decoder);
  const updates = optimizerOf(optimizer).updateCost * (encoder + decoder);
  return Math.floor(trainRows / batch) * (products + updates);
}

/**
 * What runs of one compiled graph have in common.
 *
 * @example
 * ```ts
 * import { graphKey } from "./cost.ts";
 * import { expandGrid, POSTER_GRID } from "./grid.ts";
 * if (new Set(expandGrid(POSTER_GRID).map(graphKey)).size !== 24) throw new Error("expected 4 × 6");
 * ```
 */
export function graphKey(configuration: RunConfiguration): string {
  const { model, modelOptions, settings, latentSize } = configuration;
  const shaping = [optionsOf("network", settings), optionsOf("batches", settings)];
  return JSON.stringify([model, modelOptions, shaping, latentSize]);
}
