import * as tf from "@tensorflow/tfjs";
import type { Dataset } from "../data/dataset.ts";
import type { Moments } from "../models/network.ts";
import { PURPOSE } from "../random.ts";
import type { NativeAccess } from "../tensorflow/native_backend.ts";
import { evaluationChunks, type Job } from "./engine.ts";
import type { GraphNode } from "./graph.ts";
import { gradientsOf, lossTerms } from "./_gradients.ts";
import { NetworkGraph } from "./_network_graph.ts";
import { OPTIMIZER_NAMES, type OptimizerName, OPTIMIZERS } from "../optimizers/mod.ts";
import { MOVING_DECAY } from "./_parameters.ts";
import { posteriorOf, reconstructionOf, unknownLayer } from "./_posterior.ts";
import { Recorder } from "./_recorder.ts";

/** A job's graph and what its fetches mean. */
export interface TrainingGraph {
  readonly nodes: readonly GraphNode[];
  /** Names of the loss terms in the order in which `step` and `evaluate/…` give them. */
  readonly terms: readonly string[];
  /** Normalized layers, and how often one training step updates each one's moving averages. */
  readonly layers: Readonly<Record<string, number>>;
  /** Names of what can be read. */
  readonly state: readonly string[];
}

/** Builds all that one training does as one graph, so that its parts share their variables. */
export function buildTrainingGraph(
  job: Job,
  dataset: Dataset,
  native: NativeAccess,
): TrainingGraph {
  const network = new NetworkGraph(job, dataset, native), graph = network.builder;
  checkNetwork(network);
  const { terms, layers } = addTrainingStep(network);
  const splits = [dataset.train, dataset.validation, dataset.test];
  const pieces = splits.flatMap(({ rows }) => evaluationChunks(rows));
  const sizes = new Set(pieces.map(([start, end]) => end - start));
  for (const rows of sizes) addEvaluation(network, rows);
  const state = graph.nodes.map(({ name }) => name).filter((name) => name.startsWith("read/"));
  return {
    nodes: graph.nodes,
    terms,
    layers,
    state: state.map((name) => name.slice("read/".length)),
  };
}

/** Fails on a network whose results have wrong shapes; nothing fetches the nodes that this adds. */
function checkNetwork(network: NetworkGraph): void {
  const { builder: graph, job, inputs } = network, recorder = recorderFor(network);
  const genes = network.dataset.genes.length;
  tf.tidy(() => {
    const weights = network.weightSymbols(recorder);
    const x = recorder.symbol(graph.rows(inputs.train, inputs.start, 1, genes), [1, genes]);
    recorder.record(() => void reconstructionOf(job, { weights }, x));
  });
}

/** Fetches `step/<optimizer>`: one optimizer step on the rows that `order` names from `start` on; gives the loss terms. */
function addTrainingStep(network: NetworkGraph): Pick<TrainingGraph, "terms" | "layers"> {
  const { builder: graph, job } = network, recorder = recorderFor(network);
  const names = network.specs.map(([name]) => name);
  const layers = Object.fromEntries(Object.keys(network.moving).map((layer) => [layer, 0]));
  const began = graph.nodes.length, updates: string[] = [];
  let terms: string[] = [], packed = "", reads: string[] = [];
  let gradients: readonly (string | null)[] = [];
  tf.tidy(() => {
    const weights = network.weightSymbols(recorder), x = batch(network, recorder);
    const noise = network.noiseSymbols(recorder, job.batchSize, PURPOSE.trainingNoise);
    reads = names.map((name) => recorder.nameOf(weights[name]!));
    const observe = (layer: string, moments: Moments, rows: number) => {
      updates.push(...addMovingAverage(network, recorder, layer, moments, rows, updates));
      layers[layer]! += 1;
    };
    const loss = () => {
      const result = lossTerms(job, { weights, observe }, x, noise);
      terms = Object.keys(result);
      packed = network.packTerms(recorder, result);
      return result.loss;
    };
    recorder.record(() => {
      const grads = gradientsOf(job, loss, names.map((name) => weights[name]!));
      gradients = grads.map((gradient) => gradient && recorder.nameOf(gradient));
    });
  });
  const users = usersOf(network, reads, began);
  for (const optimizer of OPTIMIZER_NAMES) {
    const changes = addUpdates(network, optimizer, { names, gradients, users });
    graph.add("Identity", [packed], [graph.type("T", graph.float)], {
      name: `step/${optimizer}`,
      controls: [...updates, ...changes],
    });
  }
  return { terms, layers };
}

function recorderFor({ native, builder, job }: NetworkGraph): Recorder {
  return new Recorder(native, builder, `the loss of ${job.model.name}`);
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
  const x = graph.add("GatherV2", [inputs.train, rows, graph.integers([0], [])], [
    graph.whole("batch_dims", 0),
    graph.type("Tparams", graph.float),
    graph.type("Tindices", graph.int),
    graph.type("Taxis", graph.int),
  ]);
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
  { builder: graph, weights, slots }: NetworkGraph,
  optimizer: OptimizerName,
  { names, gradients, users }: {
    readonly names: readonly string[];
    readonly gradients: readonly (string | null)[];
    readonly users: readonly string[][];
  },
): string[] {
  const { scalars, operation, flags } = OPTIMIZERS[optimizer];
  const values = scalars(1, 1).map((_, i) =>
    graph.placeholder(`${optimizer}/scalar_${i}`, graph.float, [])
  );
  const attributes = [
    graph.type("T", graph.float),
    ...flags.map((name) => graph.flag(name, false)),
  ];
  return names.flatMap((name, i) => {
    const gradient = gradients[i], own = slots[optimizer]![name]!;
    if (!gradient) return []; // the loss does not depend on it
    const inputs = [weights[name]!, ...own, ...values, gradient];
    // Otherwise TensorFlow copies the weights before it writes, or lets a reader see the new ones.
    return [graph.add(operation, inputs, attributes, { controls: users[i]! })];
  });
}

/**
 * Fetches for `rows` rows of a split from `start` on, all in evaluation mode: `evaluate/…` the loss terms,
 * `error/…` the summed squared error of the posterior mean's reconstruction, `sample_errors/…` its mean for
 * each row, `mean/…` and `log_variance/…` the encoding.
 */
function addEvaluation(network: NetworkGraph, rows: number): void {
  const { builder: graph, job, dataset, inputs } = network, recorder = recorderFor(network);
  const genes = dataset.genes.length, suffix = String(rows);
  const name = (node: string, operation: string) =>
    graph.float32("Identity", [node], `${operation}/${suffix}`);
  tf.tidy(() => {
    const weights = network.weightSymbols(recorder),
      moments = movingSymbols(network, recorder, suffix);
    const noise = network.noiseSymbols(recorder, rows, PURPOSE.evaluationNoise);
    const x = recorder.symbol(graph.rows(inputs.data, inputs.start, rows, genes), [rows, genes]);
    recorder.record(() => {
      const params = { weights, moments };
      const terms = lossTerms(job, params, x, noise);
      name(network.packTerms(recorder, terms), "evaluate");
      const { mean, logVariance } = posteriorOf(job, params, x);
      name(recorder.nameOf(mean), "mean");
      name(recorder.nameOf(logVariance), "log_variance");
      const squares = reconstructionOf(job, params, x).squaredDifference(x);
      name(recorder.nameOf(squares.sum()), "error");
      name(recorder.nameOf(squares.mean(1)), "sample_errors");
    });
  });
}

/** Moving averages without the bias of their start, whose remaining weight is fed as `bias_correction/<layer>`. */
function movingSymbols(
  { builder: graph, moving }: NetworkGraph,
  recorder: Recorder,
  suffix: string,
): Record<string, Moments> {
  return Object.fromEntries(
    Object.entries(moving).map(([layer, handles]) => {
      const startWeight = graph.placeholder(`bias_correction/${layer}/${suffix}`, graph.float, []);
      const correction = graph.float32("Sub", [graph.floats([1]), startWeight]);
      const corrected = (value: string) =>
        recorder.symbol(graph.float32("RealDiv", [value, correction]), handles.shape);
      const mean = corrected(graph.read(handles.mean));
      const variance = corrected(graph.float32("Sub", [graph.read(handles.variance), startWeight]));
      return [layer, { mean, variance }];
    }),
  );
}
