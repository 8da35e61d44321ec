import { formOf, optimizerOf } from "../../optimizers/mod.ts";
import { graphOptions } from "../../options/mod.ts";
import type { RunConfiguration } from "./grid.ts";
import type { RunJob } from "./run_job.ts";

/** What the cost of a run depends on besides its configuration. */
export interface DataSize {
  /** Of a run whose configuration does not say how many its data have. */
  readonly genes: number;
  readonly trainRows: number;
}

/** What finding and scaling the gradients' norm is worth, as an optimizer's `updateCost` is. */
const CLIPPING_COST = 40;

/**
 * Floating point operations of one epoch, roughly: the large matrix products of each step and the
 * optimizer's updates. Good for comparing runs, so for the order of a sweep and its time left. Counted for the
 * multilayer perceptron: runs with another network compare well with each other, less so with its runs.
 */
export function epochCost(
  { modelOptions, settings, latentSize, optimizer, genes: own }: RunConfiguration,
  { genes: all, trainRows }: DataSize,
): number {
  const genes = own ?? all, hidden = settings.hiddenSize, batch = settings.batchSize;
  const samples = typeof modelOptions.samples === "number" ? modelOptions.samples : 1;
  const encoder = genes * hidden + 2 * hidden * latentSize, decoder = hidden * (genes + latentSize);
  // Forward, and backward to the weights; the decoder's also back to its input.
  const products = 2 * batch * (2 * encoder + 3 * samples * decoder);
  const { updateCost } = formOf(optimizerOf(optimizer), settings);
  const clipping = settings.clipNorm === null ? 0 : CLIPPING_COST;
  const updates = (updateCost + clipping) * (encoder + decoder);
  return epochSteps({ settings }, { trainRows }) * (products + updates);
}

/** Steps of one epoch: full batches of the training split. */
export function epochSteps(
  { settings }: Pick<RunConfiguration, "settings">,
  { trainRows }: Pick<DataSize, "trainRows">,
): number {
  return Math.floor(trainRows / settings.batchSize);
}

/** What runs have in common that one process can train at once: their data and their compiled graph. */
export function togetherKey(
  { dataset, configuration }: Pick<RunJob, "dataset" | "configuration">,
): string {
  return `${dataset} ${graphKey(configuration)}`;
}

/** What runs of one compiled graph have in common. */
export function graphKey(configuration: RunConfiguration): string {
  const { model, modelOptions, settings, latentSize } = configuration;
  return JSON.stringify([model, modelOptions, graphOptions(settings), latentSize]);
}
