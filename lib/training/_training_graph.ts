import * as tf from "@tensorflow/tfjs";
import type { Dataset } from "../data/dataset.ts";
import type { NativeAccess } from "../tensorflow/native_backend.ts";
import { evaluationChunks, type Job } from "./engine.ts";
import { addDecoding } from "./_decoding_graph.ts";
import { addEvaluation } from "./_evaluation_graph.ts";
import type { GraphNode } from "./graph.ts";
import { NetworkGraph } from "./_network_graph.ts";
import { reconstructionOf } from "./_posterior.ts";
import type { TrainingStep } from "./_record_loss.ts";
import { addTrainingStep } from "./_step_graph.ts";

/** A job's graph and what its fetches mean. */
export interface TrainingGraph extends TrainingStep {
  readonly nodes: readonly GraphNode[];
  /** Names of what can be read. */
  readonly state: readonly string[];
}

/** Options of {@linkcode buildTrainingGraph}. */
export interface TrainingGraphOptions {
  /** Whether the graph keeps the data, which `keepRows` brings to it once. @default false */
  readonly keepsData?: boolean;
}

/** Builds all that one training does as one graph, so that its parts share their variables. */
export function buildTrainingGraph(
  job: Job,
  dataset: Dataset,
  native: NativeAccess,
  { keepsData = false }: TrainingGraphOptions = {},
): TrainingGraph {
  const network = new NetworkGraph(job, dataset, native, keepsData), graph = network.builder;
  checkNetwork(network);
  const { terms, layers } = addTrainingStep(network);
  const splits = [dataset.train, dataset.validation, dataset.test];
  const pieces = splits.flatMap(({ rows }) => evaluationChunks(rows));
  const sizes = new Set(pieces.map(([start, end]) => end - start));
  for (const rows of sizes) addEvaluation(network, rows);
  addDecoding(network);
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
  const { builder: graph, job, inputs } = network, recorder = network.recorder();
  const genes = network.dataset.genes.length;
  tf.tidy(() => {
    const weights = network.weightSymbols(recorder);
    const x = recorder.symbol(graph.rows(inputs.train, inputs.start, 1, genes), [1, genes]);
    recorder.record(() => void reconstructionOf(job, { weights }, x));
  });
}
