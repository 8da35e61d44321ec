import type * as tf from "@tensorflow/tfjs";
import type { Dataset } from "../data/dataset.ts";
import type { LossTerms } from "../models/model.ts";
import type { ParameterSpec } from "../models/network.ts";
import type { Job } from "./engine.ts";
import type { GraphBuilder } from "./graph.ts";
import type { Recorder } from "./_recorder.ts";

/** Handles of a normalized layer's moving averages, and the shape that they have in one training. */
export interface MovingAverages {
  readonly mean: string;
  readonly variance: string;
  readonly shape: readonly number[];
}

/**
 * A network as nodes of a graph, of one training or of several with an axis of slots in front of each value: what recording
 * a formula needs of it. Shapes are those of one training.
 */
export interface RecordedNetwork {
  readonly job: Job;
  readonly dataset: Dataset;
  readonly builder: GraphBuilder;
  readonly specs: readonly (readonly [string, ParameterSpec])[];
  /** Handles of moving averages by layer. */
  readonly moving: Readonly<Record<string, MovingAverages>>;
  /** Records what the model does as nodes of this graph. */
  recorder(): Recorder;
  /** The weights as tensors that stand for nodes. */
  weightSymbols(recorder: Recorder): Record<string, tf.Tensor>;
  /** The model's noise for a batch; `purpose` is that of the first tensor, the others follow. */
  noiseSymbols(recorder: Recorder, rows: number, purpose: number): Record<string, tf.Tensor>;
  /** The rows of a training batch, [batch size, genes]. */
  batchSymbol(recorder: Recorder): tf.Tensor;
  /** Consecutive rows of the data to evaluate, [rows, genes]. */
  rowsSymbol(recorder: Recorder, rows: number): tf.Tensor;
  /** A node whose value differs from training to training, as a tensor that stands for it. */
  symbol(recorder: Recorder, node: string, shape: readonly number[]): tf.Tensor;
  /** What stands in front of the names of fetches and feeds in evaluation mode. */
  readonly prefix: string;
  /** Rows of the data whose numbers are fed, [rows, genes]. */
  fedRowsSymbol(recorder: Recorder, name: string, rows: number): tf.Tensor;
  /** A float32 value of each training that is fed at each call. */
  fedSymbol(recorder: Recorder, name: string, shape: readonly number[]): tf.Tensor;
  /** A float32 number of each training that is fed at each call, shaped to combine with values of a rank; the node's name. */
  fedNumber(name: string, rank: number): string;
  /** The loss terms of each training as a vector, in the order of their names. */
  packTerms(recorder: Recorder, terms: LossTerms): string;
}
