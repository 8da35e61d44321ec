import * as tf from "@tensorflow/tfjs";
import type { Moments } from "../models/network.ts";
import { PURPOSE } from "../random.ts";
import { clipGradients } from "./_clip_gradients.ts";
import { gradientsOf } from "./_gradients.ts";
import { lossTerms, warmedUp } from "./_loss_terms.ts";
import { MOVING_DECAY } from "./_parameters.ts";
import { unknownLayer } from "./_posterior.ts";
import type { RecordedNetwork } from "./_recorded_network.ts";
import type { Recorder } from "./_recorder.ts";

/** What a step is fed besides its batch and the optimizer's scalars, where a job warms up and where it clips. */
export const WARM_UP_WEIGHT = "warm_up_weight", CLIP_NORM = "clip_norm";

/** What has to be known of a training step. */
export interface TrainingStep {
  /** Names of the loss terms in the order in which `step` and `evaluate/…` give them. */
  readonly terms: readonly string[];
  /** Normalized layers, and how often one training step updates each one's moving averages. */
  readonly layers: Readonly<Record<string, number>>;
}

/** What a step's nodes are called, by parameter in the order of the network's. */
export interface RecordedLoss extends TrainingStep {
  /** The loss terms as one vector. */
  readonly packed: string;
  /** Updates of moving averages. */
  readonly averages: readonly string[];
  /** Values of the parameters. */
  readonly reads: readonly string[];
  /** Null for parameters that the loss does not depend on. */
  readonly gradients: readonly (string | null)[];
}

/** Adds the loss of a batch with its gradients, and the moving averages of what it normalizes. */
export function recordLoss(network: RecordedNetwork): RecordedLoss {
  const { job, specs } = network, recorder = network.recorder(), averages: string[] = [];
  const layers = Object.fromEntries(Object.keys(network.moving).map((layer) => [layer, 0]));
  let terms: string[] = [], packed = "", reads: string[] = [];
  let gradients: readonly (string | null)[] = [];
  tf.tidy(() => {
    const weights = network.weightSymbols(recorder), x = network.batchSymbol(recorder);
    const noise = network.noiseSymbols(recorder, job.batchSize, PURPOSE.trainingNoise);
    const fed = (name: string) => network.fedSymbol(recorder, name, []);
    const weight = job.klWarmup > 0 && fed(WARM_UP_WEIGHT);
    const clipNorm = job.clipNorm !== null && fed(CLIP_NORM);
    const symbols = specs.map(([name]) => weights[name]!);
    reads = symbols.map((symbol) => recorder.nameOf(symbol));
    const observe = (layer: string, moments: Moments, rows: number) => {
      averages.push(...addMovingAverage(network, recorder, layer, moments, rows, averages));
      layers[layer]! += 1;
    };
    const loss = () => {
      const whole = lossTerms(job, { weights, observe }, x, noise);
      const result = weight ? warmedUp(job, whole, weight) : whole;
      terms = Object.keys(result);
      packed = network.packTerms(recorder, result);
      return result.loss;
    };
    recorder.record(() => {
      const found = gradientsOf(job, loss, symbols);
      const clipped = clipNorm ? clipGradients(found, clipNorm) : found;
      gradients = clipped.map((gradient) => gradient && recorder.batchedNameOf(gradient));
    });
  });
  return { terms, packed, layers, averages, reads, gradients };
}

/** new = 0.9 · old + 0.1 · batch, the batch's variance unbiased. */
function addMovingAverage(
  { builder: graph, moving, job }: RecordedNetwork,
  recorder: Recorder,
  layer: string,
  { mean, variance }: Moments,
  rows: number,
  before: readonly string[],
): string[] {
  const handles = moving[layer];
  if (!handles) throw unknownLayer(job, layer);
  const scaled = (value: string, factor: number) =>
    graph.float32("Mul", [value, graph.floats([factor])]);
  const blend = (handle: string, now: string) => {
    const old = scaled(graph.read(handle, before), MOVING_DECAY);
    return graph.assign(handle, graph.float32("AddV2", [old, scaled(now, 1 - MOVING_DECAY)]));
  };
  const unbiased = scaled(recorder.batchedNameOf(variance), rows / (rows - 1));
  return [blend(handles.mean, recorder.batchedNameOf(mean)), blend(handles.variance, unbiased)];
}
