import * as tf from "@tensorflow/tfjs";
import type { Moments } from "../models/network.ts";
import { OPTIMIZER_NAMES, type OptimizerName } from "../optimizers/mod.ts";
import { PURPOSE } from "../random.ts";
import { clipGradients } from "./_clip_gradients.ts";
import { gradientsOf } from "./_gradients.ts";
import { lossTerms, warmedUp } from "./_loss_terms.ts";
import type { NetworkGraph } from "./_network_graph.ts";
import { MOVING_DECAY } from "./_parameters.ts";
import { unknownLayer } from "./_posterior.ts";
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

/** Fetches `step/<optimizer>`: one optimizer step on the rows that `order` names from `start` on; gives the loss terms. */
export function addTrainingStep(network: NetworkGraph): TrainingStep {
  const { builder: graph } = network, began = graph.nodes.length;
  const { terms, packed, layers, averages, reads, gradients } = recordLoss(network);
  const users = usersOf(network, reads, began);
  for (const optimizer of OPTIMIZER_NAMES) {
    const changes = addUpdates(network, optimizer, { gradients, users });
    graph.add("Identity", [packed], [graph.type("T", graph.float)], {
      name: `step/${optimizer}`,
      controls: [...averages, ...changes],
    });
  }
  return { terms, layers };
}

/** What a step's nodes are called, by parameter in the order of the network's. */
interface RecordedLoss extends TrainingStep {
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
function recordLoss(network: NetworkGraph): RecordedLoss {
  const { job, specs } = network, recorder = network.recorder(), averages: string[] = [];
  const layers = Object.fromEntries(Object.keys(network.moving).map((layer) => [layer, 0]));
  let terms: string[] = [], packed = "", reads: string[] = [];
  let gradients: readonly (string | null)[] = [];
  tf.tidy(() => {
    const weights = network.weightSymbols(recorder), x = batch(network, recorder);
    const noise = network.noiseSymbols(recorder, job.batchSize, PURPOSE.trainingNoise);
    const weight = job.klWarmup > 0 && network.fedScalar(recorder, WARM_UP_WEIGHT);
    const clipNorm = job.clipNorm !== null && network.fedScalar(recorder, CLIP_NORM);
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
      gradients = clipped.map((gradient) => gradient && recorder.nameOf(gradient));
    });
  });
  return { terms, packed, layers, averages, reads, gradients };
}

/** The rows of a batch, gathered inside the graph. */
function batch(
  { builder: graph, job, dataset, inputs }: NetworkGraph,
  recorder: Recorder,
): tf.Tensor {
  const order = graph.placeholder("order", graph.int, [dataset.train.rows]);
  const index = [graph.type("T", graph.int), graph.type("Index", graph.int)];
  const bounds = [graph.pack([inputs.start]), graph.integers([job.batchSize])];
  const rows = graph.add("Slice", [order, ...bounds], index);
  const x = graph.gather(inputs.train, rows);
  return recorder.symbol(x, [job.batchSize, dataset.genes.length]);
}

/** new = 0.9 · old + 0.1 · batch, the batch's variance unbiased. */
function addMovingAverage(
  { builder: graph, moving, job }: NetworkGraph,
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
  const unbiased = scaled(recorder.nameOf(variance), rows / (rows - 1));
  return [blend(handles.mean, recorder.nameOf(mean)), blend(handles.variance, unbiased)];
}

/** The nodes that use each parameter's value, in the order of `reads`. */
function usersOf(
  { builder: graph }: NetworkGraph,
  reads: readonly string[],
  began: number,
): string[][] {
  const users = new Map<string, string[]>(reads.map((read) => [read, []]));
  for (const node of graph.nodes.slice(began)) {
    for (const input of node.inputs) users.get(input)?.push(node.name);
  }
  return [...users.values()];
}

/** An optimizer's fused updates, each after every use of the weights it changes. */
function addUpdates(
  { builder: graph, specs, weights, slots, optimizers }: NetworkGraph,
  optimizer: OptimizerName,
  { gradients, users }: {
    readonly gradients: readonly (string | null)[];
    readonly users: readonly string[][];
  },
): string[] {
  const { scalars, operation, flags, scalarsAfterGradient = 0 } = optimizers[optimizer]!;
  const values = scalars(1, 1, 0).map((_, i) =>
    graph.placeholder(`${optimizer}/scalar_${i}`, graph.float, [])
  );
  const attributes = [
    graph.type("T", graph.float),
    ...flags.map((name) => graph.flag(name, false)),
  ];
  return specs.flatMap(([name], i) => {
    const gradient = gradients[i], own = slots[optimizer]![name]!;
    if (!gradient) return []; // the loss does not depend on it
    const inputs = [weights[name]!, ...own, ...values];
    inputs.splice(inputs.length - scalarsAfterGradient, 0, gradient);
    // Otherwise TensorFlow copies the weights before it writes, or lets a reader see the new ones.
    return [graph.add(operation, inputs, attributes, { controls: users[i]! })];
  });
}
